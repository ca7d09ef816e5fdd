import * as z from "zod";
import { Failure, type FailurePointer } from "../../failure.ts";
import type { AnyLearner } from "../learner.ts";
import { parseParamsWith } from "../parse-params.ts";

const DEFAULT_MEMBERS = [{ family: "boosting-depthwise" }, { family: "forest" }, { family: "logistic" }];

const schema = z.strictObject({
  members: z
    .array(z.strictObject({ family: z.string(), params: z.record(z.string(), z.unknown()).default({}) }))
    .min(2)
    .max(5)
    .default(DEFAULT_MEMBERS.map((member) => ({ ...member, params: {} }))),
  /** Walk-forward folds on which the members forecast what they have not seen. */
  folds: z.int().min(1).max(5).default(3),
  /** L2 penalty of the meta-learner. */
  l2: z.number().positive().max(1000).default(0.01),
});

/** As they are stored: members by their families, with their own parameters filled in. */
export type EnsembleParams = z.output<typeof schema>;

/** Fills in the defaults. Throws a Failure that points at each parameter out of range or unknown, of a member too. */
export function parseEnsembleParams(input: unknown, learners: readonly AnyLearner[]): EnsembleParams {
  const params = parseParamsWith(schema, input, "ensemble");
  return { ...params, members: params.members.map((member, i) => checked(member, i, learners)) };
}

function checked(
  { family, params }: EnsembleParams["members"][number],
  place: number,
  learners: readonly AnyLearner[],
): EnsembleParams["members"][number] {
  const learner = learners.find((candidate) => candidate.family === family);
  if (!learner) {
    const detail = `must be one of ${learners.map((known) => known.family).join(", ")}`;
    throw refused([{ pointer: `/members/${place}/family`, detail }]);
  }
  try {
    return { family, params: learner.parseParams(params) as Record<string, unknown> };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw refused(
      error.errors.map(({ pointer, detail }) => ({
        pointer: `/members/${place}/params${pointer}`,
        detail,
      })),
    );
  }
}

function refused(errors: readonly FailurePointer[]): Failure {
  return new Failure("invalid_request", "The parameters of ensemble are not valid.", { errors });
}

import { z } from "zod";
import { Failure } from "../../failure.ts";

const schema = z.strictObject({
  /** Boosting rounds; each grows one tree a class. */
  rounds: z.int().min(1).max(5000).default(200),
  learningRate: z.number().positive().max(1).default(0.05),
  /** Leaves are split best gain first; at 2^maxDepth leaves or more a tree is the same as one grown level by level. */
  maxLeaves: z.int().min(2).max(1024).default(31),
  maxDepth: z.int().min(1).max(32).default(6),
  /** Least sum of hessians in a leaf. */
  minChildWeight: z.number().min(1e-3).default(1),
  /** L2 penalty on leaf values. */
  lambda: z.number().min(0).default(1),
  /** Least gain of a split. */
  gamma: z.number().min(0).default(0),
  /** Share of the rows drawn for a round. */
  subsample: z.number().positive().max(1).default(1),
  /** Share of the features drawn for a tree. */
  colsample: z.number().positive().max(1).default(1),
  /** Bins a feature, missing values apart. */
  maxBins: z.int().min(2).max(255).default(255),
  /** Factors on the row weights, in the order of `CLASSES`. */
  classWeights: z
    .tuple([z.number().positive(), z.number().positive(), z.number().positive()])
    .default([1, 1, 1]),
  /** Rounds without a lower validation loss before learning stops; only where the data has validation rows. */
  patience: z.int().min(1).default(20),
});

export type BoostingParams = z.output<typeof schema>;

/** Fills in the defaults. Throws a Failure that points at each parameter out of range or unknown. */
export function parseParams(input: unknown): BoostingParams {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw new Failure("invalid_request", "The boosting parameters are not valid.", {
    errors: parsed.error.issues.map((issue) => ({
      pointer: `/${issue.path.join("/")}`,
      detail: issue.message,
    })),
  });
}

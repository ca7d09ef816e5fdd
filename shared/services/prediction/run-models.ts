import { Failure } from "../../failure.ts";
import { CLASSES } from "../../ml/learner.ts";
import type { RuntimeName } from "../../ports/model-runtime.ts";
import type { Model } from "../../ports/model-store.ts";
import { type ClassProbabilities, toClassProbabilities } from "../../signals/class-probabilities.ts";
import type { FeatureVector } from "./feature-vector.ts";
import type { ModelSessions } from "./model-sessions.ts";

/** What a model answered for a row. */
export interface Inference {
  readonly probabilities: ClassProbabilities;
  readonly runtime: RuntimeName;
}

/**
 * Runs a model once on all of the rows. A model whose row is another one, or whose answer is none, cannot be used.
 * @throws Failure unsupported_model, unavailable
 */
export async function runModel(
  sessions: ModelSessions,
  model: Model,
  rows: readonly FeatureVector[],
): Promise<Inference[]> {
  return await sessions.use(model, async (loaded) => {
    try {
      const answer = await loaded.run(stack(rows), rows.length);
      if (answer.length !== rows.length * CLASSES.length) throw new RangeError("not one answer a row");
      return rows.map((_, i) => ({
        probabilities: toClassProbabilities(answer.subarray(i * CLASSES.length, (i + 1) * CLASSES.length)),
        runtime: loaded.runtime,
      }));
    } catch (cause) {
      throw new Failure("unsupported_model", `The model ${model.version} gives no probabilities.`, { cause });
    }
  });
}

/** Bars that a model looks at, as its file says. */
export async function sequenceLengthOf(sessions: ModelSessions, model: Model): Promise<number> {
  return await sessions.use(model, async ({ rowShape }) => (rowShape.length === 1 ? 1 : rowShape[0]!));
}

/** Rows one after another, as a model's input has them. */
function stack(rows: readonly FeatureVector[]): Float32Array {
  const width = rows[0]?.values.length ?? 0;
  const all = new Float32Array(rows.length * width);
  rows.forEach(({ values }, i) => {
    all.set(values, i * width);
  });
  return all;
}

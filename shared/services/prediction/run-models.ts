import { type ClassProbabilities, toClassProbabilities } from "../../decision/class-probabilities.ts";
import { Failure } from "../../failure.ts";
import { CLASSES } from "../../ml/learner.ts";
import type { LoadedModel, RuntimeName } from "../../ports/model-runtime.ts";
import type { Model } from "../../ports/model-store.ts";
import { type Explanation, explainRow } from "./explain-row.ts";
import type { FeatureVector } from "./feature-vector.ts";
import type { ModelSessions } from "./model-sessions.ts";

/** What a model answered for a row. */
export interface Inference {
  readonly probabilities: ClassProbabilities;
  /** null where nobody asked. */
  readonly explanation: Explanation | null;
  readonly runtime: RuntimeName;
}

/** A row to run a model on. */
export interface ModelRow {
  readonly features: Pick<FeatureVector, "values">;
  readonly isExplained: boolean;
}

/**
 * Runs a model once on all of the rows, and again on those that are to be explained. A model whose row is another one, or whose answer is none, cannot be used.
 * @param only the runtime to run it on; without it, the first that takes it
 * @throws Failure unsupported_model, unavailable; with `only` also runtime_unavailable
 */
export async function runModel(
  sessions: ModelSessions,
  model: Model,
  featureNames: readonly string[],
  rows: readonly ModelRow[],
  only?: RuntimeName,
): Promise<Inference[]> {
  const run = async (loaded: LoadedModel) => {
    const explain = (row: Float32Array) =>
      explainRow(loaded, featureNames, row, model.applicability?.medians);
    try {
      const answer = await loaded.run(stack(rows), rows.length);
      if (answer.length !== rows.length * CLASSES.length) throw new RangeError("not one answer a row");
      return await Promise.all(
        rows.map(async ({ features, isExplained }, i) => ({
          probabilities: toClassProbabilities(answer.subarray(i * CLASSES.length, (i + 1) * CLASSES.length)),
          explanation: isExplained ? await explain(features.values) : null,
          runtime: loaded.runtime,
        })),
      );
    } catch (cause) {
      throw new Failure("unsupported_model", `The model ${model.version} gives no probabilities.`, { cause });
    }
  };
  return await sessions.use(model, run, only);
}

/** Bars that a model looks at, as its file says. */
export async function sequenceLengthOf(sessions: ModelSessions, model: Model): Promise<number> {
  return await sessions.use(model, async ({ rowShape }) => (rowShape.length === 1 ? 1 : rowShape[0]!));
}

/** Rows one after another, as a model's input has them. */
function stack(rows: readonly ModelRow[]): Float32Array {
  const width = rows[0]?.features.values.length ?? 0;
  const all = new Float32Array(rows.length * width);
  rows.forEach(({ features }, i) => {
    all.set(features.values, i * width);
  });
  return all;
}

import { sampleWeights } from "../../ml/labels/sample-weights.ts";
import type { Dataset } from "../../ml/learner.ts";
import type { PhaseContext } from "./phase.ts";
import { readFeatures } from "./sample-features.ts";
import { pickSamples, type Samples } from "./samples.ts";
import { concatRows, recencyOf } from "./training-rows.ts";
import type { StateOf } from "./training-state.ts";

interface FoldRows {
  readonly train: Uint32Array;
  readonly stop: Uint32Array;
}

/** The rows of a fold as a learner takes them, for families that read one bar a row. */
export async function readDataset(
  context: PhaseContext,
  state: Pick<StateOf<"prepare">, "series" | "blocks">,
  samples: Samples,
  { train, stop }: FoldRows,
): Promise<Dataset> {
  const rows = concatRows(train, stop);
  const picked = pickSamples(samples, rows);
  const asOf = picked.decidedAt.reduce((last, time) => Math.max(last, time), 0);
  return {
    rows: rows.length,
    featureNames: context.deps.featureSet.features.map(({ name }) => name),
    features: await readFeatures(context, state, samples, rows),
    labels: picked.labels,
    weights: sampleWeights(picked.uniqueness, picked.decidedAt, recencyOf(context.spec, asOf)),
    validationFrom: train.length,
  };
}

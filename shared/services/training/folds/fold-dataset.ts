import type { Dataset } from "../../../ml/dataset.ts";
import { sampleWeights } from "../../../ml/labels/sample-weights.ts";
import { sequenceBars } from "../../../ml/sequence-bars.ts";
import type { PhaseContext } from "../phase.ts";
import { pickFeatures } from "../rows/feature-blocks.ts";
import { readBlocks } from "../rows/read-rows.ts";
import { pickUint32, placesOf, sequenceLengthOf } from "../rows/sample-features.ts";
import { pickSamples, type Samples } from "../rows/samples.ts";
import { concatRows, recencyOf } from "../rows/split-samples.ts";
import type { StateOf } from "../state.ts";

export interface FoldRows {
  readonly train: Uint32Array;
  readonly stop: Uint32Array;
}

/** The rows of a fold as a learner takes them: single bars, or the bars that their sequences lie in. */
export async function readDataset(
  context: PhaseContext,
  state: Pick<StateOf<"prepare">, "series" | "blocks">,
  samples: Samples,
  { train, stop }: FoldRows,
): Promise<Dataset> {
  const { featureSet } = context.deps;
  const rows = concatRows(train, stop);
  const picked = pickSamples(samples, rows);
  const asOf = picked.decidedAt.reduce((last, time) => Math.max(last, time), 0);
  const length = sequenceLengthOf(context.spec);
  const places = pickUint32(placesOf(samples, state.series, featureSet), rows);
  const { bars, rowBars } = length === 1 ? { bars: places } : sequenceBars(places, length);
  return {
    rows: rows.length,
    featureNames: featureSet.features.map(({ name }) => name),
    features: pickFeatures(await readBlocks(context, state.blocks), featureSet.features.length, bars),
    labels: picked.labels,
    weights: sampleWeights(picked.uniqueness, picked.decidedAt, recencyOf(context.spec, asOf)),
    validationFrom: train.length,
    ...(rowBars && { rowBars }),
  };
}

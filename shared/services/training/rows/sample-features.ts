import { lookbackOf } from "../../../features/compute-features.ts";
import type { FeatureSet } from "../../../features/feature-set.ts";
import { sequencePlaces } from "../../../ml/sequence-bars.ts";
import { configuredLearner } from "../configured-learner.ts";
import type { PhaseContext } from "../phase.ts";
import type { TrainingSpec } from "../spec.ts";
import type { Series } from "../state.ts";
import { pickFeatures } from "./feature-blocks.ts";
import { readBlocks } from "./read-rows.ts";
import type { Samples } from "./samples.ts";

/** Bars that one row of the training shows. */
export function sequenceLengthOf(spec: Pick<TrainingSpec, "family" | "params">): number {
  const { sequenceLength, params } = configuredLearner(spec);
  return sequenceLength(params);
}

/** The first bar of a symbol at which all features of a whole sequence are known: there is nothing to learn before. */
export function firstSampleBar(featureSet: FeatureSet, spec: TrainingSpec): number {
  return lookbackOf(featureSet) - 1 + sequenceLengthOf(spec) - 1;
}

/** Place of each sample's own bar among the bars of all blocks; the bars before it stand right before it. */
export function placesOf(
  { symbol, bar }: Samples,
  series: readonly Series[],
  featureSet: FeatureSet,
): Uint32Array {
  const left = lookbackOf(featureSet) - 1;
  const offsets: number[] = [];
  let at = 0;
  for (const { bars } of series) {
    offsets.push(at - left);
    at += bars - left;
  }
  return bar.map((own, sample) => offsets[symbol[sample]!]! + own);
}

/**
 * The features of the given samples as a learner reads them: feature-major, sequences as their bars in a run.
 * @param length bars of a sequence, where they are not for the training's own family
 */
export async function readFeatures(
  context: PhaseContext,
  state: { readonly series: readonly Series[]; readonly blocks: readonly string[] },
  samples: Samples,
  rows: Uint32Array,
  length = sequenceLengthOf(context.spec),
): Promise<Float32Array> {
  const { featureSet } = context.deps;
  const places = pickUint32(placesOf(samples, state.series, featureSet), rows);
  const bars = sequencePlaces(places, length);
  return pickFeatures(await readBlocks(context, state.blocks), featureSet.features.length, bars);
}

/** The given entries of a column, in the given order. */
export function pickUint32(column: Uint32Array, rows: Uint32Array): Uint32Array {
  return rows.map((row) => column[row]!);
}

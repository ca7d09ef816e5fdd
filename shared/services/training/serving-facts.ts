import { type Applicability, deviationLimit, deviationOf } from "../../ml/applicability/applicability.ts";
import { calibratedProbabilities } from "../../ml/calibration/calibration.ts";
import type { ColumnDistribution } from "../../ml/column-distribution.ts";
import { type ConformalThreshold, conformalThresholds } from "../../ml/conformal/prediction-set.ts";
import type { PhaseContext } from "./phase.ts";
import { readScores } from "./phases/score.ts";
import { type FeatureBlock, pickFeatures, rowMajor } from "./rows/feature-blocks.ts";
import { readBlocks, readSamples } from "./rows/read-rows.ts";
import { pickUint32, placesOf } from "./rows/sample-features.ts";
import { pickSamples, type Samples } from "./rows/samples.ts";
import { splitSamples } from "./rows/split-samples.ts";
import type { StateOf } from "./state.ts";

/** Deviations of this many validation rows tell as much as those of all. */
const MAX_DEVIATIONS = 2_048;

/** Facts that serving needs about a model beside its file, from rows that only the training has at hand. */
export interface ServingFacts {
  readonly conformal: readonly ConformalThreshold[];
  readonly applicability: Applicability;
}

export async function measureServingFacts(
  context: PhaseContext,
  state: StateOf<"register">,
  distributions: readonly ColumnDistribution[],
): Promise<ServingFacts> {
  const samples = await readSamples(context, state.samples);
  const { validation } = splitSamples(samples, context.spec);
  const scores = await readScores(context, state.scores, validation.length);
  const probabilities = calibratedProbabilities(scores.validation, state.calibration);
  const blocks = await readBlocks(context, state.blocks);
  const { featureSet } = context.deps;
  const names = featureSet.features.map(({ name }) => name);
  const places = placesOf(samples, state.series, featureSet);
  return {
    conformal: conformalOf(probabilities, pickSamples(samples, validation)),
    applicability: applicabilityOf(blocks, names, distributions, pickUint32(places, validation)),
  };
}

/** Thresholds of prediction sets, from rows that the model has not learned from. */
export function conformalOf(
  probabilities: Float64Array,
  { labels, uniqueness }: Samples,
): ConformalThreshold[] {
  const effectiveRows = uniqueness.reduce((sum, unique) => sum + unique, 0);
  return conformalThresholds(probabilities, labels, effectiveRows);
}

/**
 * Medians and scales from the training rows, the limit from validation rows, which are later and were not learned: they
 * are given by the places of their own bars.
 */
export function applicabilityOf(
  blocks: readonly FeatureBlock[],
  names: readonly string[],
  distributions: readonly ColumnDistribution[],
  validation: Uint32Array,
): Applicability {
  const known = {
    medians: distributions.map(({ spread }) => spread.median),
    scales: distributions.map(({ spread }) => spread.scale),
  };
  const stride = Math.ceil(validation.length / MAX_DEVIATIONS);
  const rows = validation.filter((_, i) => i % stride === 0);
  const matrix = rowMajor(pickFeatures(blocks, names.length, rows), rows.length);
  const deviations = Float64Array.from(rows, (_, i) =>
    deviationOf(matrix.subarray(i * names.length, (i + 1) * names.length), known),
  );
  return {
    ...known,
    limit: deviationLimit(deviations),
    required: names.filter((_, f) => distributions[f]!.histogram.missing === 0),
  };
}

import { type Bars, sliceBars } from "../market/bars.ts";
import type { Instrument } from "../market/instrument.ts";
import type { Timeframe } from "../market/timeframe.ts";
import type { FeatureDefinition } from "./feature.ts";
import { FeatureInputs } from "./feature-inputs.ts";
import { FEATURE_SET, type FeatureSet } from "./feature-set.ts";

export interface FeatureMatrix {
  readonly rows: number;
  readonly names: readonly string[];
  /** Feature-major: value of feature f in row r is `values[f * rows + r]`. NaN before a feature's lookback is filled. */
  readonly values: Float32Array;
  /** First row in which every feature has its value; `rows` when there are too few bars. */
  readonly firstCompleteRow: number;
}

/** Bars that the newest row's features need: what serving has to load. */
export const lookbackOf = ({ features }: FeatureSet): number =>
  features.reduce((longest, { lookback }) => Math.max(longest, lookback), 0);

/**
 * All features of all bars, rounded to float32 as models read them. A row depends on its own bar and the bars of the
 * lookback before it, never on later ones, and comes out the same however much history stands before.
 * @param bars without holes in any column, oldest first; gaps in time are no holes
 */
export function computeFeatures(
  bars: Bars,
  instrument: Instrument,
  timeframe: Timeframe,
  set: FeatureSet = FEATURE_SET,
): FeatureMatrix {
  const inputs = new FeatureInputs(bars, instrument, timeframe);
  const { rows } = inputs;
  const values = new Float32Array(set.features.length * rows);
  set.features.forEach((feature, index) => {
    values.set(computeFeature(feature, inputs, instrument), index * rows);
  });
  const names = set.features.map(({ name }) => name);
  return { rows, names, values, firstCompleteRow: Math.min(rows, lookbackOf(set) - 1) };
}

/** A feed without volume gives the constant 0 for every volume feature: a model learns to pass over them. */
function computeFeature(
  feature: FeatureDefinition,
  inputs: FeatureInputs,
  { hasVolume }: Instrument,
): Float64Array {
  const column =
    feature.category === "volume" && !hasVolume ? new Float64Array(inputs.rows) : feature.compute(inputs);
  return column.fill(Number.NaN, 0, feature.lookback - 1);
}

/**
 * The features of the newest bar, in the order of the set. Throws a RangeError when there are fewer bars than the
 * longest lookback.
 */
export function latestFeatures(
  bars: Bars,
  instrument: Instrument,
  timeframe: Timeframe,
  set: FeatureSet = FEATURE_SET,
): Float32Array {
  const lookback = lookbackOf(set);
  if (bars.ts.length < lookback)
    throw new RangeError(`${lookback} bars are needed for the features, not ${bars.ts.length}`);
  const { rows, values } = computeFeatures(sliceBars(bars, -lookback), instrument, timeframe, set);
  return Float32Array.from(set.features, (_, index) => values[index * rows + rows - 1]!);
}

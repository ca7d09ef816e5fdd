import type { Bars } from "../market/bars.ts";
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
    const start = index * rows;
    if (isComputed(feature, instrument)) values.set(feature.compute(inputs), start);
    values.fill(Number.NaN, start, start + Math.min(rows, feature.lookback - 1));
  });
  const names = set.features.map(({ name }) => name);
  return { rows, names, values, firstCompleteRow: Math.min(rows, lookbackOf(set) - 1) };
}

/**
 * The features of the newest bars, bar after bar, oldest first, in the order of the set: bit for bit the last rows of
 * `computeFeatures` of the same bars, without the windows of the rows before. Throws a RangeError when a row lacks bars.
 * @param rows bars that are asked for, 1 or more
 */
export function latestFeatures(
  bars: Bars,
  instrument: Instrument,
  timeframe: Timeframe,
  set: FeatureSet = FEATURE_SET,
  rows = 1,
): Float32Array {
  const needed = lookbackOf(set) + rows - 1;
  const { length } = bars.ts;
  if (length < needed) throw new RangeError(`${needed} bars are needed for the features, not ${length}`);
  const width = set.features.length;
  const latest = new Float32Array(rows * width);
  const inputs = new FeatureInputs(bars, instrument, timeframe, rows);
  set.features.forEach((feature, index) => {
    if (!isComputed(feature, instrument)) return;
    const column = feature.compute(inputs);
    for (let row = 0; row < rows; row++) latest[row * width + index] = column[length - rows + row]!;
  });
  return latest;
}

/** A feed without volume gives the constant 0 for every volume feature: a model learns to pass over them. */
function isComputed({ category }: FeatureDefinition, { hasVolume }: Instrument): boolean {
  return category !== "volume" || hasVolume;
}

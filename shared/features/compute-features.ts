import { type Bars, sliceBars } from "../market/bars.ts";
import type { Instrument } from "../market/instrument.ts";
import type { Timeframe } from "../market/timeframe.ts";
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

/** Lengths of the runs of bars that `latestFeatures` computes from, before the longest. */
const RUNS = [24, 60, 110];

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
    // A feed without volume gives the constant 0 for every volume feature: a model learns to pass over them.
    if (feature.category !== "volume" || instrument.hasVolume) values.set(feature.compute(inputs), start);
    values.fill(Number.NaN, start, start + Math.min(rows, feature.lookback - 1));
  });
  const names = set.features.map(({ name }) => name);
  return { rows, names, values, firstCompleteRow: Math.min(rows, lookbackOf(set) - 1) };
}

/**
 * The features of the newest bar, in the order of the set. Features of short memory are computed from short runs of
 * bars: most need a tenth of the longest lookback. Throws a RangeError when there are fewer bars than that.
 */
export function latestFeatures(
  bars: Bars,
  instrument: Instrument,
  timeframe: Timeframe,
  set: FeatureSet = FEATURE_SET,
): Float32Array {
  const longest = lookbackOf(set);
  if (bars.ts.length < longest)
    throw new RangeError(`${longest} bars are needed for the features, not ${bars.ts.length}`);
  const latest = new Float32Array(set.features.length);
  let served = 0;
  for (const run of [...RUNS.filter((run) => run < longest), longest]) {
    const inputs = new FeatureInputs(sliceBars(bars, -run), instrument, timeframe);
    set.features.forEach(({ category, lookback, compute }, index) => {
      if (lookback <= served || lookback > run) return;
      if (category !== "volume" || instrument.hasVolume) latest[index] = compute(inputs)[run - 1]!;
    });
    served = run;
  }
  return latest;
}

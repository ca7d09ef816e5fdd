/** The domain of a model: where the features of its training lay, and how far from there an input may be. */
export interface Applicability {
  /** Median of each feature over the training rows, in the feature set's order; null where it never had a value. */
  readonly medians: readonly (number | null)[];
  /** Size of each feature's deviations; 0 where it never moved and so taught the model nothing. */
  readonly scales: readonly number[];
  /** The deviation (see `deviationOf`) from which on an input is far out. */
  readonly limit: number;
  /** Names of features that were present in every training row: nothing was learned about their absence. */
  readonly required: readonly string[];
}

/** How a feature lay in training. */
export interface ColumnSpread {
  readonly median: number | null;
  readonly scale: number;
}

/** Of a normal distribution, in standard deviations: between the quartiles, and between the 1st and the 99th percentile. */
const NORMAL_QUARTILES = 1.349;
const NORMAL_PERCENTILES = 4.6527;
/** Tukey's outer fence: what lies beyond is "far out" (Exploratory Data Analysis, 1977, 2D). */
const OUTER_FENCE = 3;

/**
 * Median and scale of a column by a sorted sample of its present values. The scale is the standard deviation of the normal distribution with the same quartiles,
 * or with the same 1st and 99th percentiles where that is more: a feature that rests most of the time and leaps at
 * times is not far out whenever it leaps.
 */
export function spreadOf(sorted: Float32Array): ColumnSpread {
  if (sorted.length === 0) return { median: null, scale: 0 };
  const between = (low: number, high: number) => quantileOf(sorted, high) - quantileOf(sorted, low);
  const scale = Math.max(between(0.25, 0.75) / NORMAL_QUARTILES, between(0.01, 0.99) / NORMAL_PERCENTILES);
  return { median: quantileOf(sorted, 0.5), scale };
}

/**
 * Root mean square of a row's deviations from the training medians, each in its feature's scale, over the features that
 * are present; 0 where there is nothing to compare. About 1 for what training looked like.
 */
export function deviationOf(
  row: ArrayLike<number>,
  { medians, scales }: Pick<Applicability, "medians" | "scales">,
): number {
  let sum = 0;
  let compared = 0;
  for (let f = 0; f < scales.length; f++) {
    const median = medians[f]!;
    if (median === null || scales[f] === 0 || Number.isNaN(row[f]!)) continue;
    const deviation = (row[f]! - median) / scales[f]!;
    sum += deviation * deviation;
    compared++;
  }
  return compared > 0 ? Math.sqrt(sum / compared) : 0;
}

/** The limit by rows that were not learned from: Tukey's outer fence of their deviations. */
export function deviationLimit(deviations: Float64Array): number {
  const sorted = deviations.slice().sort();
  const [first, third] = [quantileOf(sorted, 0.25), quantileOf(sorted, 0.75)];
  return third + OUTER_FENCE * (third - first);
}

/**
 * How far an input is from what the model knows: its deviation as a share of the limit. Above 1 the model should not be
 * listened to. A robust, cheap relative of the dissimilarity index of Meyer and Pebesma (Methods in Ecology and
 * Evolution 12, 2021), which measures the distance to the nearest training row instead.
 */
export function dissimilarityOf(row: ArrayLike<number>, applicability: Applicability): number {
  const { limit } = applicability;
  return limit > 0 ? deviationOf(row, applicability) / limit : 0;
}

/** The value that a share of the sorted values lies below. */
function quantileOf(sorted: Float32Array | Float64Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))]!;
}

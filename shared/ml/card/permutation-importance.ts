import { Random } from "../../math/random.ts";

/** The loss of a model without a feature. JSON, as the API gives it. */
export interface FeatureImportance {
  readonly feature: string;
  /** Log loss that shuffling the feature adds, in nats a row; at 0 or below the model does not need it. */
  readonly value: number;
  /** 95 % interval, on the effective number of rows. */
  readonly lower: number;
  readonly upper: number;
}

/** Standard normal quantile of 97.5 %. */
const Z = 1.959963984540054;

/**
 * Importance from the losses of the same rows with the feature as it was and shuffled (Breiman 2001; Fisher, Rudin and
 * Dominici 2019). What two features share is not seen by shuffling one of them.
 * @param effectiveRows independent outcomes among the rows
 */
export function importanceOf(
  feature: string,
  original: Float64Array,
  shuffled: Float64Array,
  effectiveRows: number,
): FeatureImportance {
  const added = shuffled.map((loss, row) => loss - original[row]!);
  const value = added.reduce((sum, one) => sum + one, 0) / added.length;
  const variance = added.reduce((sum, one) => sum + (one - value) ** 2, 0) / Math.max(1, added.length - 1);
  const half = Z * Math.sqrt(variance / Math.max(1, Math.min(effectiveRows, added.length)));
  return { feature, value, lower: value - half, upper: value + half };
}

/** The rows in an order of chance, the same for the same seed and feature. */
export function shuffledRows(rows: number, seed: number, feature: number): Uint32Array {
  const random = Random.seeded((seed + 0x9e3779b1 * (1 + feature)) >>> 0);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let row = rows - 1; row > 0; row--) {
    const other = random.below(row + 1);
    [order[row], order[other]] = [order[other]!, order[row]!];
  }
  return order;
}

/**
 * A copy of a matrix in which one feature comes from other rows: all bars of a sequence together, as they belong together.
 * @param matrix row-major `[rows, bars, features]`
 */
export function withShuffled(
  matrix: Float32Array,
  features: number,
  feature: number,
  order: Uint32Array,
): Float32Array {
  const shuffled = matrix.slice();
  const width = matrix.length / order.length;
  for (let row = 0; row < order.length; row++) {
    for (let at = feature; at < width; at += features)
      shuffled[row * width + at] = matrix[order[row]! * width + at]!;
  }
  return shuffled;
}

import type { Random } from "../../math/random.ts";

/**
 * As many rows as there are weights, drawn with replacement, each with a probability as its weight: ascending, a row as
 * often as it was drawn. At least one weight must be above 0.
 */
export function bootstrapSample(weights: Float32Array, random: Random): Int32Array {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let row = 0; row < weights.length; row++) {
    total += weights[row]!;
    cumulative[row] = total;
  }
  const drawn = new Uint32Array(weights.length);
  for (let i = 0; i < weights.length; i++) drawn[rowAt(cumulative, random.uniform() * total)]!++;
  const sample = new Int32Array(weights.length);
  let at = 0;
  for (let row = 0; row < weights.length; row++) {
    sample.fill(row, at, at + drawn[row]!);
    at += drawn[row]!;
  }
  return sample;
}

/** The first row whose cumulative weight is above the place. */
function rowAt(cumulative: Float64Array, place: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

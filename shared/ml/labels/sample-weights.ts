import { exp } from "../math.ts";
import type { Labels } from "./label-spec.ts";

/**
 * Average uniqueness of each label (López de Prado, 4.4): the mean, over the bars that the label depends on, of one over
 * the number of labels that depend on the same bar. Labels that overlap tell the same story several times; their
 * uniqueness adds up to the number of independent stories. 0 where unlabelled.
 */
export function averageUniqueness({ end }: Pick<Labels, "end">): Float64Array {
  const rows = end.length;
  // Difference array: how many labels open at a bar less how many have closed before it.
  const change = new Int32Array(rows + 2);
  for (let row = 0; row < rows; row++) {
    if (end[row]! < 0) continue;
    change[row + 1]!++;
    change[end[row]! + 1]!--;
  }
  const inverseSum = new Float64Array(rows + 1);
  let concurrent = 0;
  for (let bar = 0; bar < rows; bar++) {
    concurrent += change[bar]!;
    inverseSum[bar + 1] = inverseSum[bar]! + (concurrent > 0 ? 1 / concurrent : 0);
  }
  return Float64Array.from(end, (last, row) =>
    last < 0 ? 0 : (inverseSum[last + 1]! - inverseSum[row + 1]!) / (last - row),
  );
}

/**
 * Weights for learning: average uniqueness, halved for every `halfLifeMs` of age before `asOf` when that is wanted, and
 * scaled to a mean of 1 over the rows that count at all. `ts` is the time of each row in epoch milliseconds.
 */
export function sampleWeights(
  uniqueness: Float64Array,
  ts: Float64Array,
  recency?: { readonly asOf: number; readonly halfLifeMs: number },
): Float32Array {
  if (recency && !(recency.halfLifeMs > 0)) throw new RangeError("halfLifeMs must be positive");
  const raw = recency
    ? uniqueness.map(
        (unique, row) => unique * exp((Math.LN2 * (ts[row]! - recency.asOf)) / recency.halfLifeMs),
      )
    : uniqueness;
  let sum = 0;
  let counted = 0;
  for (const weight of raw) {
    sum += weight;
    if (weight > 0) counted++;
  }
  return Float32Array.from(raw, (weight) => (counted > 0 ? (weight * counted) / sum : 0));
}

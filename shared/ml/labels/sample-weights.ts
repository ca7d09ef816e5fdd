import { exp } from "../../math/elementary.ts";
import type { Labels } from "./label-spec.ts";

/**
 * Average uniqueness of each label (López de Prado, 4.4): the mean, over the bars that the label depends on, of one over
 * the number of labels that depend on the same bar. Labels that overlap tell the same story several times; their
 * uniqueness adds up to the number of independent stories. 0 where unlabelled.
 */
export function averageUniqueness({ end }: Pick<Labels, "end">): Float64Array {
  const rows = Int32Array.from(end.keys());
  return spanUniqueness({ first: rows, last: end }, Float64Array.from(rows));
}

/**
 * The same for spans of any time line, of which several may begin at once: the mean, over the time that a span is open,
 * of one over the number of spans that are open with it. 0 for a span without an end.
 * @param spans places among the instants at which each begins and ends, the end after the beginning; below 0: no end
 * @param instants ascending
 */
export function spanUniqueness(
  { first, last }: { readonly first: Int32Array; readonly last: Int32Array },
  instants: Float64Array,
): Float64Array {
  // Difference array: how many spans begin at an instant less how many end there.
  const change = new Int32Array(instants.length);
  for (const [span, end] of last.entries()) {
    if (end < 0) continue;
    change[first[span]!]!++;
    change[end]!--;
  }
  const inverseSum = new Float64Array(instants.length);
  let concurrent = 0;
  for (let at = 0; at + 1 < instants.length; at++) {
    concurrent += change[at]!;
    const share = concurrent > 0 ? 1 / concurrent : 0;
    inverseSum[at + 1] = inverseSum[at]! + share * (instants[at + 1]! - instants[at]!);
  }
  return Float64Array.from(last, (end, span) => {
    const begin = first[span]!;
    return end < 0 ? 0 : (inverseSum[end]! - inverseSum[begin]!) / (instants[end]! - instants[begin]!);
  });
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

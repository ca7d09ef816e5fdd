import type { SampleTimes } from "../splits/sample-times.ts";

const CLASS_COUNT = 3;

/** Stands for "no outcome of this symbol was known yet". */
const UNKNOWN = 255;

/**
 * Shares of the classes among the labels of the training part, one row of each class added (Laplace), so that a class
 * unseen in training costs the baseline a finite loss.
 */
export function classPrior(labels: Uint8Array): Float64Array {
  const counts = new Float64Array(CLASS_COUNT).fill(1);
  for (const label of labels) counts[label]!++;
  return counts.map((count) => count / (labels.length + CLASS_COUNT));
}

/** The same probabilities for every row, row-major. */
export function repeated(probabilities: Float64Array, rows: number): Float64Array {
  return Float64Array.from({ length: rows * CLASS_COUNT }, (_, i) => probabilities[i % CLASS_COUNT]!);
}

/**
 * For each row the newest outcome of the same symbol that was known when the row was decided, 255 where there is none.
 * @param symbol index of each row's symbol
 */
export function lastKnownOutcome(
  { decidedAt, resolvedAt }: SampleTimes,
  symbol: Uint16Array,
  labels: Uint8Array,
): Uint8Array {
  const byDecision = rowsSortedBy(decidedAt);
  const byResolution = rowsSortedBy(resolvedAt);
  const newest = new Map<number, number>();
  const known = new Uint8Array(labels.length);
  let next = 0;
  for (const row of byDecision) {
    for (; next < byResolution.length && resolvedAt[byResolution[next]!]! <= decidedAt[row]!; next++) {
      const resolved = byResolution[next]!;
      newest.set(symbol[resolved]!, labels[resolved]!);
    }
    known[row] = newest.get(symbol[row]!) ?? UNKNOWN;
  }
  return known;
}

function rowsSortedBy(times: Float64Array): Uint32Array {
  return Uint32Array.from(times, (_, row) => row).sort((a, b) => times[a]! - times[b]! || a - b);
}

/**
 * Persistence as a forecaster: the chances of each class given the last known outcome, learnt on the training rows and
 * given for `rows`. Row-major probabilities.
 */
export function persistenceProbabilities(
  lastKnown: Uint8Array,
  labels: Uint8Array,
  trainRows: Uint32Array,
  rows: Uint32Array,
): Float64Array {
  const chancesAfter = new Map<number, Float64Array>();
  for (const state of [0, 1, 2, UNKNOWN]) {
    const after = trainRows.filter((row) => lastKnown[row] === state);
    chancesAfter.set(state, classPrior(Uint8Array.from(after, (row) => labels[row]!)));
  }
  const probabilities = new Float64Array(rows.length * CLASS_COUNT);
  rows.forEach((row, i) => {
    probabilities.set(chancesAfter.get(lastKnown[row]!)!, i * CLASS_COUNT);
  });
  return probabilities;
}

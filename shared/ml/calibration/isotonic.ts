import { CLASSES } from "../learner.ts";

/** A non-decreasing function: linear between knots, level outside them. */
export interface IsotonicFunction {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A run of neighbours that have one mean. */
interface Pool {
  readonly first: number;
  readonly last: number;
  readonly weight: number;
  readonly mean: number;
}

/** The non-decreasing function of the least weighted squared error, by pooling adjacent violators (Ayer et al. 1955). */
export function fitIsotonic(x: Float64Array, y: Float64Array, weights: ArrayLike<number>): IsotonicFunction {
  const pools: Pool[] = [];
  for (const pool of pointsOf(x, y, weights)) {
    let merged = pool;
    for (let before = pools.at(-1); before && before.mean >= merged.mean; before = pools.at(-1)) {
      pools.pop();
      merged = pooled(before, merged);
    }
    pools.push(merged);
  }
  const knots = pools.flatMap(({ first, last, mean }) =>
    first < last ? [[first, mean] as const, [last, mean] as const] : [[first, mean] as const],
  );
  return { x: Float64Array.from(knots, ([at]) => at), y: Float64Array.from(knots, ([, value]) => value) };
}

/** One pool for each different x with weight, ascending. */
function pointsOf(x: Float64Array, y: Float64Array, weights: ArrayLike<number>): Pool[] {
  const order = Uint32Array.from(x.keys())
    .filter((i) => weights[i]! > 0)
    .sort((a, b) => x[a]! - x[b]!);
  const points: Pool[] = [];
  for (const i of order) {
    const point = { first: x[i]!, last: x[i]!, weight: weights[i]!, mean: y[i]! };
    const before = points.at(-1);
    if (before?.first === point.first) points[points.length - 1] = pooled(before, point);
    else points.push(point);
  }
  return points;
}

function pooled(a: Pool, b: Pool): Pool {
  const weight = a.weight + b.weight;
  return { first: a.first, last: b.last, weight, mean: (a.weight * a.mean + b.weight * b.mean) / weight };
}

export function applyIsotonic({ x, y }: IsotonicFunction, value: number): number {
  const above = firstNotBelow(x, value);
  if (above === x.length) return y.at(-1)!;
  if (above === 0) return y[0]!;
  const [left, right] = [x[above - 1]!, x[above]!];
  const share = (value - left) / (right - left);
  return y[above - 1]! + share * (y[above]! - y[above - 1]!);
}

/** Index of the first knot that is not below the value; the number of knots where there is none. */
function firstNotBelow(knots: Float64Array, value: number): number {
  let low = 0;
  let high = knots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (knots[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * One isotonic function a class on its probability against the rest, then each row scaled to add up to 1 (Zadrozny and
 * Elkan 2002). Not exported to model files: a step function of a probability hides what the scores still tell apart.
 */
export function isotonicCalibration(
  probabilities: Float64Array,
  labels: Uint8Array,
  weights: ArrayLike<number>,
): (probabilities: Float64Array) => Float64Array {
  const ofClass = (all: Float64Array, k: number) => all.filter((_, i) => i % CLASSES.length === k);
  const functions = CLASSES.map((_, k) =>
    fitIsotonic(
      ofClass(probabilities, k),
      Float64Array.from(labels, (label) => (label === k ? 1 : 0)),
      weights,
    ),
  );
  return (given) => {
    const values = given.map((p, i) => applyIsotonic(functions[i % CLASSES.length]!, p));
    for (let at = 0; at < values.length; at += CLASSES.length)
      normalise(values.subarray(at, at + CLASSES.length));
    return values;
  };
}

/** Where every class is held impossible, nothing is known. */
function normalise(row: Float64Array): void {
  const sum = row.reduce((a, b) => a + b);
  for (let k = 0; k < row.length; k++) row[k] = sum > 0 ? row[k]! / sum : 1 / row.length;
}

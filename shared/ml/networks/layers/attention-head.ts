import { exp } from "../../../math/elementary.ts";
import { type Arithmetic, type Matrix, type Numbers, padded } from "../../matrix/arithmetic.ts";

/** Where the numbers of one sequence and head lie: a row for each step. */
export interface HeadViews {
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
}

/** softmax(Q K' / sqrt(size)) V of one sequence and one head (Vaswani et al. 2017), and the way back. */
export function createAttentionHead(arithmetic: Arithmetic, steps: number, size: number) {
  const columns = padded(steps);
  const scale = 1 / Math.sqrt(size);
  const turned = arithmetic.allocate(size * columns);
  const sharesGradient = arithmetic.allocate(steps * columns);

  /** The rows of a view as columns, with zeros beyond the last step. */
  function turn({ data, at, row }: Matrix): Matrix {
    for (let t = 0; t < steps; t++)
      for (let k = 0; k < size; k++) turned[k * columns + t] = data[at + t * row + k]!;
    return { data: turned, at: 0, row: columns };
  }

  return {
    /** @param shares of each step in each other, row-major, padded; written here and read on the way back */
    forward({ query, key, value }: HeadViews, shares: Matrix, output: Matrix) {
      shares.data.fill(0, shares.at, shares.at + steps * columns);
      arithmetic.multiply(query, turn(key), shares, steps, size, columns);
      for (let t = 0; t < steps; t++) softmaxRow(shares.data, shares.at + t * columns, steps, scale);
      arithmetic.multiply(shares, value, output, steps, steps, size);
    },
    /** Adds to the gradients of the three views. */
    backward(views: HeadViews, shares: Matrix, gradient: Matrix, into: HeadViews) {
      const turnedShares = { data: shares.data, at: shares.at, row: 1, column: columns };
      arithmetic.multiply(turnedShares, gradient, into.value, steps, steps, size);
      sharesGradient.fill(0);
      const ds = { data: sharesGradient, at: 0, row: columns };
      arithmetic.multiply(gradient, turn(views.value), ds, steps, size, columns);
      for (let t = 0; t < steps; t++) {
        softmaxRowGradient(shares.data, shares.at + t * columns, sharesGradient, t * columns, steps, scale);
      }
      arithmetic.multiply(ds, views.key, into.query, steps, steps, size);
      const turnedDs = { data: sharesGradient, at: 0, row: 1, column: columns };
      arithmetic.multiply(turnedDs, views.query, into.key, steps, steps, size);
    },
  };
}

function softmaxRow(scores: Numbers, at: number, length: number, scale: number): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = at; i < at + length; i++) if (scores[i]! > highest) highest = scores[i]!;
  let sum = 0;
  for (let i = at; i < at + length; i++) {
    const share = exp((scores[i]! - highest) * scale);
    scores[i] = share;
    sum += share;
  }
  for (let i = at; i < at + length; i++) scores[i]! /= sum;
}

/** Turns the gradient of shares into the one of the scores before the scale, in place. */
function softmaxRowGradient(
  shares: Numbers,
  at: number,
  gradient: Numbers,
  gradientAt: number,
  length: number,
  scale: number,
): void {
  let along = 0;
  for (let i = 0; i < length; i++) along += shares[at + i]! * gradient[gradientAt + i]!;
  for (let i = 0; i < length; i++) {
    gradient[gradientAt + i] = shares[at + i]! * (gradient[gradientAt + i]! - along) * scale;
  }
}

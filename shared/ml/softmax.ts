import { exp, log } from "../math/elementary.ts";

/** Probabilities of each row's scores, row-major `[rows * classes]`; written to `into`, which may be the scores. */
export function softmax(
  scores: Float64Array,
  classes: number,
  into: Float64Array = scores.slice(),
): Float64Array {
  for (let at = 0; at < scores.length; at += classes) {
    let highest = scores[at]!;
    for (let k = 1; k < classes; k++) if (scores[at + k]! > highest) highest = scores[at + k]!;
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const term = exp(scores[at + k]! - highest);
      into[at + k] = term;
      sum += term;
    }
    for (let k = 0; k < classes; k++) into[at + k]! /= sum;
  }
  return into;
}

/** -log of the probability that the softmax of one row's scores gives to its label. */
export function crossEntropy(scores: Float64Array, at: number, classes: number, label: number): number {
  let highest = scores[at]!;
  for (let k = 1; k < classes; k++) if (scores[at + k]! > highest) highest = scores[at + k]!;
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += exp(scores[at + k]! - highest);
  return log(sum) + highest - scores[at + label]!;
}

/** Weighted mean cross-entropy of the rows `from` to `to` (exclusive). */
export function logLoss(
  scores: Float64Array,
  labels: Uint8Array,
  weights: Float32Array,
  from = 0,
  to = labels.length,
): number {
  const classes = scores.length / labels.length;
  let loss = 0;
  let total = 0;
  for (let row = from; row < to; row++) {
    loss += weights[row]! * crossEntropy(scores, row * classes, classes, labels[row]!);
    total += weights[row]!;
  }
  return loss / total;
}

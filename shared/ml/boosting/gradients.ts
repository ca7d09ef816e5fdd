import { log } from "../../math/elementary.ts";
import { CLASSES } from "../learner.ts";
import { softmax } from "../softmax.ts";
import type { BinnedData } from "../trees/binned-data.ts";

/** First and second derivatives of the weighted log loss in one class's scores, one a training row. */
export interface Gradients {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Keeps leaf values finite where every row of a leaf is as good as certain. */
const MIN_CURVATURE = 1e-16;

/** Derivatives for each class at the current scores (row-major). The hessian is its diagonal. */
export function softmaxGradients(data: BinnedData, scores: Float64Array): Gradients[] {
  const { trainingRows: rows, labels, weights } = data;
  const probabilities = softmax(scores.subarray(0, rows * CLASSES.length), CLASSES.length);
  return CLASSES.map((_, k) => {
    const gradient = new Float64Array(rows);
    const hessian = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const p = probabilities[row * CLASSES.length + k]!;
      gradient[row] = weights[row]! * (labels[row] === k ? p - 1 : p);
      hessian[row] = weights[row]! * Math.max(p * (1 - p), MIN_CURVATURE);
    }
    return { gradient, hessian };
  });
}

/** Scores that give each class its share of the training weight; at least half a row's share, so that none is
 * infinite. Rounded to float32, as the exported model has them. */
export function priorScores(data: BinnedData): Float64Array {
  const shares = new Float64Array(CLASSES.length);
  let total = 0;
  for (let row = 0; row < data.trainingRows; row++) {
    shares[data.labels[row]!]! += data.weights[row]!;
    total += data.weights[row]!;
  }
  return shares.map((share) => Math.fround(log(Math.max(share / total, 0.5 / data.trainingRows))));
}

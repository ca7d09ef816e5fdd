import { CLASSES } from "../learner.ts";
import type { Objective } from "../optimisation/l-bfgs.ts";
import { crossEntropy, softmax } from "../softmax.ts";
import type { StandardData } from "./standard-data.ts";

const K = CLASSES.length;

/**
 * Weighted mean log loss of a linear model, and its penalty. A point holds the coefficients, three a feature, and then
 * the three intercepts, which are not penalised.
 */
export function logisticLoss(data: StandardData, l2: number): Objective {
  const { rows, labels, weights } = data;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scores = new Float64Array(rows * K);
  const slopes = new Float64Array(rows * K);
  return (point, gradient) => {
    linearScores(data.features, rows, point, scores);
    softmax(scores, K, slopes);
    const intercept = point.length - K;
    gradient.fill(0);
    let value = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * K;
      const weight = weights[row]! / total;
      value += weight * crossEntropy(scores, at, K, labels[row]!);
      slopes[at + labels[row]!]! -= 1;
      for (let k = 0; k < K; k++) {
        slopes[at + k]! *= weight;
        gradient[intercept + k]! += slopes[at + k]!;
      }
    }
    addFeatureGradients(data, slopes, gradient);
    for (let i = 0; i < intercept; i++) {
      value += (l2 / 2) * point[i]! * point[i]!;
      gradient[i]! += l2 * point[i]!;
    }
    return value;
  };
}

/** Scores of feature-major rows, row-major. */
export function linearScores(
  features: Float32Array,
  rows: number,
  point: Float64Array,
  into: Float64Array,
): void {
  const count = point.length / K - 1;
  for (let at = 0; at < into.length; at += K) into.set(point.subarray(count * K), at);
  for (let f = 0; f < count; f++) {
    const [a, b, c] = [point[f * K]!, point[f * K + 1]!, point[f * K + 2]!];
    for (let row = 0, at = 0; row < rows; row++, at += K) {
      const x = features[f * rows + row]!;
      into[at]! += a * x;
      into[at + 1]! += b * x;
      into[at + 2]! += c * x;
    }
  }
}

function addFeatureGradients(
  { features, rows }: StandardData,
  slopes: Float64Array,
  gradient: Float64Array,
): void {
  for (let f = 0; f * rows < features.length; f++) {
    let [a, b, c] = [0, 0, 0];
    for (let row = 0, at = 0; row < rows; row++, at += K) {
      const x = features[f * rows + row]!;
      a += slopes[at]! * x;
      b += slopes[at + 1]! * x;
      c += slopes[at + 2]! * x;
    }
    gradient[f * K] = a;
    gradient[f * K + 1] = b;
    gradient[f * K + 2] = c;
  }
}

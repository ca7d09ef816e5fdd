import { exp } from "../../math/elementary.ts";

/** Beyond these a fit says no more than "certain" and "knows nothing". */
const MIN_TEMPERATURE = 0.05;
const MAX_TEMPERATURE = 20;
const MAX_STEPS = 50;

/**
 * Temperature T for which softmax(scores / T) has the least weighted log loss (Guo et al. 2017). The loss is convex in
 * 1/T, so Newton's method on its slope, kept within a shrinking bracket, finds the one minimum.
 * @param scores row-major `[rows * classes]`, of rows that the scores were not learned from
 * @returns rounded to float32, as the exported model has it; within 0.05..20
 */
export function fitTemperature(scores: Float64Array, labels: Uint8Array, weights: Float32Array): number {
  let low = 1 / MAX_TEMPERATURE;
  let high = 1 / MIN_TEMPERATURE;
  let inverse = 1;
  for (let i = 0; i < MAX_STEPS; i++) {
    const { slope, curvature } = lossDerivatives(scores, labels, weights, inverse);
    if (slope > 0) high = inverse;
    else low = inverse;
    const newton = inverse - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - inverse) <= 1e-12 * inverse) break;
    inverse = next;
  }
  return Math.fround(1 / inverse);
}

/** First and second derivatives of the log loss in the inverse temperature. */
function lossDerivatives(
  scores: Float64Array,
  labels: Uint8Array,
  weights: Float32Array,
  inverse: number,
): { slope: number; curvature: number } {
  const classes = scores.length / labels.length;
  let slope = 0;
  let curvature = 0;
  for (let row = 0; row < labels.length; row++) {
    const first = row * classes;
    let highest = scores[first]!;
    for (let i = first + 1; i < first + classes; i++) highest = Math.max(highest, scores[i]!);
    let sum = 0;
    let mean = 0;
    let square = 0;
    for (let i = first; i < first + classes; i++) {
      const distance = scores[i]! - highest;
      const weight = exp(distance * inverse);
      sum += weight;
      mean += weight * distance;
      square += weight * distance * distance;
    }
    mean /= sum;
    slope += weights[row]! * (mean - (scores[first + labels[row]!]! - highest));
    curvature += weights[row]! * (square / sum - mean * mean);
  }
  return { slope, curvature };
}

import { CLASSES } from "../learner.ts";
import { gradientSize, type Objective, startLbfgs, stepLbfgs } from "../optimisation/l-bfgs.ts";
import { crossEntropy, softmax } from "../softmax.ts";
import type { Calibration, ScoredRows } from "./calibration.ts";
import { fitTemperature } from "./temperature.ts";

const K = CLASSES.length;
/** Rows that the penalty weighs as much as: few rows stay near the temperature, many say what they like. */
const PRIOR_ROWS = 1;
const MAX_STEPS = 200;
const TOLERANCE = 1e-8;

/**
 * A scale and an offset for each class, of the least weighted log loss with a light pull towards the best temperature
 * (equal scales, no offsets), which also picks one of the offsets that differ by a constant and say the same.
 */
export function fitVectorScaling(rows: ScoredRows): Extract<Calibration, { method: "vector" }> {
  const inverse = 1 / fitTemperature(rows.scores, rows.labels, rows.weights);
  const centre = Float64Array.of(inverse, inverse, inverse, 0, 0, 0);
  const objective = penalisedLoss(rows, centre);
  let state = startLbfgs(objective, centre);
  for (let i = 0; i < MAX_STEPS && gradientSize(state) > TOLERANCE; i++) {
    const next = stepLbfgs(objective, state);
    if (next === state) break;
    state = next;
  }
  const rounded = Array.from(state.point, Math.fround);
  return { method: "vector", scale: rounded.slice(0, K), offset: rounded.slice(K) };
}

/** Mean log loss of parameters (scales, then offsets), and half their squared distance from the centre. */
function penalisedLoss({ scores, labels, weights }: ScoredRows, centre: Float64Array): Objective {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const calibrated = new Float64Array(K);
  const probabilities = new Float64Array(K);
  return (point, gradient) => {
    gradient.fill(0);
    let value = 0;
    for (let row = 0; row < labels.length; row++) {
      for (let k = 0; k < K; k++) calibrated[k] = point[k]! * scores[row * K + k]! + point[K + k]!;
      softmax(calibrated, K, probabilities);
      value += weights[row]! * crossEntropy(calibrated, 0, K, labels[row]!);
      for (let k = 0; k < K; k++) {
        const slope = weights[row]! * (probabilities[k]! - (labels[row] === k ? 1 : 0));
        gradient[k]! += slope * scores[row * K + k]!;
        gradient[K + k]! += slope;
      }
    }
    for (const [i, middle] of centre.entries()) {
      const distance = point[i]! - middle;
      value += (PRIOR_ROWS / 2) * distance * distance;
      gradient[i] = (gradient[i]! + PRIOR_ROWS * distance) / total;
    }
    return value / total;
  };
}

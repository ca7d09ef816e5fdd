import { log } from "../../../shared/math/elementary.ts";
import { CLASSES } from "../../../shared/ml/learner.ts";

/** Average scores of the best possible forecast beside the class prior; losses in nats. */
export interface AchievableScores {
  readonly prior: readonly number[];
  readonly priorLogLoss: number;
  readonly bestLogLoss: number;
  /** Expected accuracy of always naming the most frequent class. */
  readonly priorAccuracy: number;
  readonly bestAccuracy: number;
}

const WIDTH = CLASSES.length;

/**
 * The best expected scores over rows whose true class probabilities are known by Monte Carlo, row-major
 * `[rows * 3]`. Two independent estimates of `paths` futures each are needed to keep luck out: the class that one
 * favours is scored by the other, and the entropy of their mean gets the Miller-Madow correction for its downward bias.
 */
export function achievableScores(a: Float64Array, b: Float64Array, paths: number): AchievableScores {
  const rows = a.length / WIDTH;
  const mean = a.map((p, i) => (p + b[i]!) / 2);
  const prior = CLASSES.map((_, k) => columnMean(mean, k));
  let hits = 0;
  for (let row = 0; row < rows; row++) {
    const [first, second] = [a, b].map((p) => p.subarray(row * WIDTH, (row + 1) * WIDTH));
    hits += (second![mostLikely(first!)]! + first![mostLikely(second!)]!) / 2;
  }
  return {
    prior,
    priorLogLoss: expectedLogLoss(Float64Array.from(prior), Float64Array.from(prior)),
    bestLogLoss: expectedLogLoss(mean, mean) + (WIDTH - 1) / (4 * paths),
    priorAccuracy: Math.max(...prior),
    bestAccuracy: hits / rows,
  };
}

/**
 * Mean log loss that a forecast is to expect when `truth` are the true class probabilities, both row-major: the noise
 * of the labels that happened to come is averaged out, so the gain of a model is known from few rows.
 */
export function expectedLogLoss(truth: Float64Array, forecast: ArrayLike<number>): number {
  let loss = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i]! > 0) loss -= truth[i]! * log(forecast[i]!);
  return (loss * WIDTH) / truth.length;
}

function columnMean(matrix: Float64Array, column: number): number {
  let sum = 0;
  for (let i = column; i < matrix.length; i += WIDTH) sum += matrix[i]!;
  return (sum * WIDTH) / matrix.length;
}

function mostLikely(p: Float64Array): number {
  return p.indexOf(Math.max(...p));
}

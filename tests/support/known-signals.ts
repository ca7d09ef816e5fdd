import { Random } from "../../shared/math/random.ts";
import type { Dataset } from "../../shared/ml/dataset.ts";
import { softmax } from "../../shared/ml/softmax.ts";
import { drawLabels, type LearningProblem } from "./learning-problem.ts";

/**
 * Rules that decide the labels: a weighted sum of features, a product of two of which neither alone says anything, the order
 * in which bars came, or nothing at all.
 */
export type SignalShape = "additive" | "interaction" | "order" | "null";

export const SIGNAL_FEATURES = 6;
/** Bars of a sequence. */
export const SIGNAL_LENGTH = 8;
const STRENGTH = 1.5;

/**
 * Sequences with a known answer, as learners that read sequences take them: value of feature f in step t of row r is
 * `features[(f * rows + r) * SIGNAL_LENGTH + t]`. Features are standard normal and independent but for the last one,
 * which is the mean of the first over the sequence, so that the newest bar knows what came but not in which order.
 */
export function sequenceSignal(shape: SignalShape, rows: number, seed: number): LearningProblem {
  const random = Random.seeded(seed);
  const features = Float32Array.from({ length: rows * SIGNAL_FEATURES * SIGNAL_LENGTH }, () =>
    random.normal(),
  );
  const at = (feature: number, row: number, step: number) => (feature * rows + row) * SIGNAL_LENGTH + step;
  for (let row = 0; row < rows; row++) {
    const ofFirst = features.subarray(at(0, row, 0), at(0, row, SIGNAL_LENGTH));
    features[at(SIGNAL_FEATURES - 1, row, SIGNAL_LENGTH - 1)] =
      ofFirst.reduce((sum, x) => sum + x) / Math.sqrt(SIGNAL_LENGTH);
  }
  const scores = new Float64Array(rows * 3);
  for (let row = 0; row < rows; row++) {
    const x = (feature: number, stepsBack = 0) => features[at(feature, row, SIGNAL_LENGTH - 1 - stepsBack)]!;
    const signal = {
      additive: (x(1) + x(2)) / Math.SQRT2,
      interaction: x(1) * x(2),
      order: x(0, 2) - x(0, 1),
      null: 0,
    };
    scores[row * 3] = -STRENGTH * signal[shape];
    scores[row * 3 + 2] = STRENGTH * signal[shape];
  }
  const truth = softmax(scores, 3);
  const featureNames = Array.from({ length: SIGNAL_FEATURES }, (_, i) => `f${i}`);
  const weights = new Float32Array(rows).fill(1);
  return { data: { rows, featureNames, features, labels: drawLabels(truth, random), weights }, truth };
}

/** The part of the sequences that a learner of single rows sees: the newest bar of each. */
export function newestBars({ features, ...rest }: Dataset): Dataset {
  const newest = Float32Array.from(
    { length: features.length / SIGNAL_LENGTH },
    (_, i) => features[(i + 1) * SIGNAL_LENGTH - 1]!,
  );
  return { ...rest, features: newest };
}

import { CLASSES } from "../learner.ts";
import { softmax } from "../softmax.ts";

/**
 * How a model's raw scores become probabilities, as it is stored in `ml_models.calibration` and built into the file:
 * softmax(scores / temperature), or softmax(scale * scores + offset) class by class (Guo et al. 2017). All numbers are
 * float32.
 */
export type Calibration =
  | { readonly method: "temperature"; readonly temperature: number }
  | { readonly method: "vector"; readonly scale: readonly number[]; readonly offset: readonly number[] };

/** Takes the scores as they are. */
export const UNCALIBRATED: Calibration = { method: "temperature", temperature: 1 };

/** Probabilities of row-major raw scores `[rows * 3]`, in the same form. */
export function calibratedProbabilities(scores: Float64Array, calibration: Calibration): Float64Array {
  const calibrated = calibratedScores(scores, calibration);
  return softmax(calibrated, CLASSES.length, calibrated);
}

function calibratedScores(scores: Float64Array, calibration: Calibration): Float64Array {
  if (calibration.method === "temperature") return scores.map((score) => score / calibration.temperature);
  const { scale, offset } = calibration;
  return scores.map((score, i) => score * scale[i % CLASSES.length]! + offset[i % CLASSES.length]!);
}

/** Rows that scores are calibrated on; nothing was learned from them but when to stop. */
export interface ScoredRows {
  /** Row-major `[rows * 3]`. */
  readonly scores: Float64Array;
  readonly labels: Uint8Array;
  readonly weights: Float32Array;
}

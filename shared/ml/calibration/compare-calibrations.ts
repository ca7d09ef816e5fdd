import { logLosses, mean } from "../metrics/log-loss.ts";
import { confidenceReliability, expectedCalibrationError } from "../metrics/reliability.ts";
import { calibratedProbabilities, type ScoredRows, UNCALIBRATED } from "./calibration.ts";
import { temperatureOf } from "./choose-calibration.ts";
import { isotonicCalibration } from "./isotonic.ts";
import { fitVectorScaling } from "./vector-scaling.ts";

/** How probabilities did on rows that they were not fitted to. JSON, as reports give it. */
export interface CalibrationFigures {
  readonly log_loss: number;
  readonly calibration_error: number;
}

export type CalibrationComparison = Readonly<
  Record<"none" | "temperature" | "vector" | "isotonic", CalibrationFigures>
>;

/** Each method fitted to the same rows (the validation part) and evaluated on others (the holdout). */
export function compareCalibrations(
  fitted: ScoredRows,
  evaluated: Pick<ScoredRows, "scores" | "labels">,
): CalibrationComparison {
  const figures = (probabilities: Float64Array): CalibrationFigures => ({
    log_loss: mean(logLosses(probabilities, evaluated.labels)),
    calibration_error: expectedCalibrationError(confidenceReliability(probabilities, evaluated.labels)),
  });
  const bare = calibratedProbabilities(evaluated.scores, UNCALIBRATED);
  const isotonic = isotonicCalibration(
    calibratedProbabilities(fitted.scores, UNCALIBRATED),
    fitted.labels,
    fitted.weights,
  );
  return {
    none: figures(bare),
    temperature: figures(calibratedProbabilities(evaluated.scores, temperatureOf(fitted))),
    vector: figures(calibratedProbabilities(evaluated.scores, fitVectorScaling(fitted))),
    isotonic: figures(isotonic(bare)),
  };
}

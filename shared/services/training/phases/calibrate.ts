import type { Calibration } from "../../../ml/calibration/calibration.ts";
import { chooseCalibration } from "../../../ml/calibration/choose-calibration.ts";
import type { Phase } from "../phase.ts";
import { readSamples } from "../rows/read-rows.ts";
import { pickSamples, type Samples } from "../rows/samples.ts";
import { splitSamples } from "../rows/split-samples.ts";
import { readScores } from "./score.ts";

/** Finds the calibration that suits the validation rows: nothing was learned from them but when to stop. */
export const calibrateModel: Phase<"calibrate"> = async (context, state) => {
  const samples = await readSamples(context, state.samples);
  const { validation } = splitSamples(samples, context.spec);
  const scores = await readScores(context, state.scores, validation.length);
  const calibration = calibrationOf(pickSamples(samples, validation), scores.validation);
  return { ...state, phase: "compare", calibration };
};

/** The calibration that suits the rows with those scores; each row counts for its uniqueness. */
export function calibrationOf({ uniqueness, ...outcomes }: Samples, scores: Float64Array): Calibration {
  return chooseCalibration({ ...outcomes, scores, weights: Float32Array.from(uniqueness) });
}

import { chooseCalibration } from "../../ml/calibration/choose-calibration.ts";
import type { Phase } from "./phase.ts";
import { pickSamples } from "./samples.ts";
import { readScores } from "./score-rows.ts";
import { readSamples, splitSamples } from "./training-rows.ts";

/** Finds the calibration that suits the validation rows: nothing was learned from them but when to stop. */
export const calibrateModel: Phase<"calibrate"> = async (context, state) => {
  const samples = await readSamples(context, state.samples);
  const { validation } = splitSamples(samples, context.spec);
  const { uniqueness, ...outcomes } = pickSamples(samples, validation);
  const scores = await readScores(context, state.scores, validation.length);
  const calibration = chooseCalibration({
    ...outcomes,
    scores: scores.validation,
    weights: Float32Array.from(uniqueness),
  });
  return { ...state, phase: "compare", calibration };
};

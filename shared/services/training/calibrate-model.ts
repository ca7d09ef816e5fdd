import { fitTemperature } from "../../ml/calibration/temperature.ts";
import type { Phase } from "./phase.ts";
import { pickSamples } from "./samples.ts";
import { readScores } from "./score-rows.ts";
import { readSamples, splitSamples } from "./training-rows.ts";

/** Finds the temperature that suits the validation rows best: nothing was learned from them but when to stop. */
export const calibrateModel: Phase<"calibrate"> = async (context, state) => {
  const samples = await readSamples(context, state.samples);
  const { validation } = splitSamples(samples, context.spec);
  const { labels, uniqueness } = pickSamples(samples, validation);
  const scores = await readScores(context, state.scores, validation.length);
  const temperature = fitTemperature(scores.validation, labels, Float32Array.from(uniqueness));
  return { ...state, phase: "evaluate", temperature };
};

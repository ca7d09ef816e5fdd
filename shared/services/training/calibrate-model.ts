import { fitTemperature } from "../../ml/calibration/temperature.ts";
import { readFeatures, scoreRows } from "./fitted-model.ts";
import type { Phase } from "./phase.ts";
import { pickSamples } from "./samples.ts";
import { readSamples, splitSamples } from "./training-rows.ts";

/** Finds the temperature that suits the validation rows best: nothing was learned from them but when to stop. */
export const calibrateModel: Phase<"calibrate"> = async (context, state) => {
  const samples = await readSamples(context, state.samples);
  const { validation } = splitSamples(samples, context.spec);
  const { labels, uniqueness } = pickSamples(samples, validation);
  const scores = await scoreRows(context, state, await readFeatures(context, state, validation));
  const temperature = fitTemperature(scores, labels, Float32Array.from(uniqueness));
  return { ...state, phase: "evaluate", temperature };
};

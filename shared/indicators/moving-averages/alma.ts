import { exp } from "../../math/elementary.ts";
import { defineIndicator } from "../definition.ts";
import { overWindows, windowState } from "../kernel/window.ts";
import { price } from "../outputs.ts";
import { barCount, real } from "../params.ts";

/** A bell of weights, summing to 1, with its top at `offset` of the window (0 oldest, 1 newest). */
function gaussianWeights(period: number, offset: number, sigma: number): Float64Array {
  const centre = offset * (period - 1);
  const width = period / sigma;
  const weights = Float64Array.from({ length: period }, (_, k) =>
    exp(-((k - centre) ** 2) / (2 * width * width)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Arnaud Legoux moving average: Gaussian weights, whose centre trades delay against smoothness. */
export function alma(
  x: Float64Array,
  period: number,
  offset: number,
  sigma: number,
  state = windowState(period),
): Float64Array {
  const weights = gaussianWeights(period, offset, sigma);
  const weigh = (values: Float64Array, start: number, end: number) => {
    let sum = 0;
    for (let j = start; j < end; j++) sum += values[j]! * weights[j - start]!;
    return sum;
  };
  return overWindows(x, period, weigh, state);
}

export const ALMA = defineIndicator({
  id: "alma",
  title: "Arnaud Legoux moving average",
  category: "moving average",
  source: "Legoux and Kouzis-Loukas 2009.",
  params: { period: barCount(9), offset: real(0.85, 0, 1), sigma: real(6, 0.1, 100) },
  inputs: ["close"],
  outputs: { alma: price },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => windowState(period),
  run: ({ close }, { period, offset, sigma }, state) => ({ alma: alma(close, period, offset, sigma, state) }),
});

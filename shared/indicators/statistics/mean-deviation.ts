import { defineIndicator } from "../definition.ts";
import { rollingVariance, rollingVarianceState } from "../kernel/rolling-variance.ts";
import { overWindows, windowState } from "../kernel/window.ts";
import { price, ratio, squaredPrice } from "../outputs.ts";
import { barCount } from "../params.ts";

const meanDeviationState = (period: number) => ({
  absolute: windowState(period),
  squared: rollingVarianceState(period),
  relative: windowState(period),
});

/** Mean over the window of `term` of each value and the window's mean. */
const meanOf =
  (term: (value: number, mean: number) => number) => (values: Float64Array, start: number, end: number) => {
    let sum = 0;
    for (let j = start; j < end; j++) sum += values[j]!;
    const mean = sum / (end - start);
    let total = 0;
    for (let j = start; j < end; j++) total += term(values[j]!, mean);
    return total / (end - start);
  };

const absoluteError = meanOf((value, mean) => Math.abs(value - mean));
const relativeError = meanOf((value, mean) => (value === 0 ? 0 : Math.abs((value - mean) / value)));

/** Mean absolute, squared and relative errors of the values about their simple moving average. */
export function meanDeviation(x: Float64Array, period: number, state = meanDeviationState(period)) {
  return {
    absolute: overWindows(x, period, absoluteError, state.absolute),
    squared: rollingVariance(x, period, state.squared).variance,
    relative: overWindows(x, period, relativeError, state.relative),
  };
}

export const MEAN_DEVIATION = defineIndicator({
  id: "mean_deviation",
  title: "Mean deviation",
  category: "statistics",
  source: "Mean absolute (TA-Lib's AVGDEV), squared and relative errors about the window's mean.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { absolute: price, squared: squaredPrice, relative: ratio },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => meanDeviationState(period),
  run: ({ close }, { period }, state) => meanDeviation(close, period, state),
});

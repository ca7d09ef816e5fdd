import { defineIndicator } from "../definition.ts";
import { rollingVariance, rollingVarianceState } from "../kernel/rolling-variance.ts";
import { price, ratio } from "../outputs.ts";
import { barCount, real } from "../params.ts";

/** Bands `deviations` population standard deviations about the mean. */
export function bollingerBands(
  x: Float64Array,
  period: number,
  deviations: number,
  state = rollingVarianceState(period),
) {
  const { mean: middle, variance: upper } = rollingVariance(x, period, state);
  const lower = new Float64Array(x.length);
  const percent_b = new Float64Array(x.length);
  const bandwidth = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const mean = middle[i]!;
    const half = deviations * Math.sqrt(upper[i]!);
    upper[i] = mean + half;
    lower[i] = mean - half;
    percent_b[i] = half === 0 ? 0.5 : (x[i]! - mean + half) / (2 * half);
    bandwidth[i] = half === 0 ? 0 : (2 * half) / mean;
  }
  return { upper, middle, lower, percent_b, bandwidth };
}

export const BOLLINGER_BANDS = defineIndicator({
  id: "bollinger_bands",
  title: "Bollinger bands",
  category: "volatility",
  source:
    "Bollinger 2001, Bollinger on Bollinger Bands: population standard deviation; %B is 0.5 where the bands meet.",
  params: { period: barCount(20), deviations: real(2, 0.1, 10) },
  inputs: ["close"],
  outputs: { upper: price, middle: price, lower: price, percent_b: ratio, bandwidth: ratio },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => rollingVarianceState(period),
  run: ({ close }, { period, deviations }, state) => bollingerBands(close, period, deviations, state),
});

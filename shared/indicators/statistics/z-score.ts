import { defineIndicator } from "../definition.ts";
import { rollingVariance, rollingVarianceState } from "../kernel/rolling-variance.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Distance from the mean of the last `period` values in their population standard deviations; 0 without spread. */
export function zScore(x: Float64Array, period: number, state = rollingVarianceState(period)): Float64Array {
  const { mean, variance } = rollingVariance(x, period, state);
  return variance.map((spread, i) => (spread === 0 ? 0 : (x[i]! - mean[i]!) / Math.sqrt(spread)));
}

export const Z_SCORE = defineIndicator({
  id: "z_score",
  title: "Z-score",
  category: "statistics",
  source: "(close - mean) / population standard deviation. A constant window gives 0.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { z_score: ratio },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => rollingVarianceState(period),
  run: ({ close }, { period }, state) => ({ z_score: zScore(close, period, state) }),
});

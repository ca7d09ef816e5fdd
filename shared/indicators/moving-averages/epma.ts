import { defineIndicator } from "../definition.ts";
import { weightedSum, weightedSumState } from "../kernel/weighted-sum.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Endpoint moving average: where the least-squares line through the window ends, which is 3 WMA - 2 SMA. */
export function epma(x: Float64Array, period: number, state = weightedSumState(period)): Float64Array {
  const { mean, weightedMean } = weightedSum(x, period, state);
  for (let i = 0; i < mean.length; i++) mean[i] = 3 * weightedMean[i]! - 2 * mean[i]!;
  return mean;
}

export const EPMA = defineIndicator({
  id: "epma",
  title: "Endpoint moving average",
  category: "moving average",
  source: "Last point of the least-squares line; TA-Lib's LINEARREG.",
  params: { period: barCount(14) },
  inputs: ["close"],
  outputs: { epma: price },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => weightedSumState(period),
  run: ({ close }, { period }, state) => ({ epma: epma(close, period, state) }),
});

import { defineIndicator } from "../definition.ts";
import { weightedSum, weightedSumState } from "../kernel/weighted-sum.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Linearly weighted moving average: weights 1 (oldest) to `period` (newest). */
export function wma(x: Float64Array, period: number, state = weightedSumState(period)): Float64Array {
  return weightedSum(x, period, state).weightedMean;
}

export const WMA = defineIndicator({
  id: "wma",
  title: "Weighted moving average",
  category: "moving average",
  source: "Weights 1 (oldest) to `period` (newest).",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { wma: price },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => weightedSumState(period),
  run: ({ close }, { period }, state) => ({ wma: wma(close, period, state) }),
});

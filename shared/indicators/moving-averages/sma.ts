import { defineIndicator } from "../definition.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Mean of the last `period` values. */
export function sma(x: Float64Array, period: number, state = rollingSumState(period)): Float64Array {
  return rollingSum(x, period, 1 / period, state);
}

export const SMA = defineIndicator({
  id: "sma",
  title: "Simple moving average",
  category: "moving average",
  source: "Mean of the last `period` closes.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { sma: price },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => rollingSumState(period),
  run: ({ close }, { period }, state) => ({ sma: sma(close, period, state) }),
});

import { defineIndicator } from "../definition.ts";
import { exponential, exponentialState } from "../kernel/exponential.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Exponential moving average: weight 2 / (period + 1) on the newest value, seeded with a simple mean; `out` may be `x` itself. */
export function ema(
  x: Float64Array,
  period: number,
  state = exponentialState(),
  out?: Float64Array,
): Float64Array {
  return exponential(x, period, 2 / (period + 1), state, out);
}

export const EMA = defineIndicator({
  id: "ema",
  title: "Exponential moving average",
  category: "moving average",
  source: "TA-Lib EMA: seeded with the mean of the first `period` closes.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { ema: price },
  memory: "decaying",
  warmUp: ({ period }) => period - 1,
  state: () => exponentialState(),
  run: ({ close }, { period }, state) => ({ ema: ema(close, period, state) }),
});

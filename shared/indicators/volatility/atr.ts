import { defineIndicator } from "../definition.ts";
import { exponential, exponentialState } from "../kernel/exponential.ts";
import { trueRange, trueRangeState } from "../kernel/true-range.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

export const atrState = () => ({ range: trueRangeState(), average: exponentialState() });

/** Average true range, smoothed as Wilder did and seeded with the mean of the first `period` true ranges. */
export function atr(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = atrState(),
): Float64Array {
  const range = trueRange(high, low, close, state.range);
  return exponential(range, period, 1 / period, state.average, range);
}

export const ATR = defineIndicator({
  id: "atr",
  title: "Average true range",
  category: "volatility",
  source: "Wilder 1978, New Concepts in Technical Trading Systems.",
  params: { period: barCount(14, 1) },
  inputs: ["high", "low", "close"],
  outputs: { atr: price },
  memory: "decaying",
  warmUp: ({ period }) => period,
  state: atrState,
  run: ({ high, low, close }, { period }, state) => ({ atr: atr(high, low, close, period, state) }),
});

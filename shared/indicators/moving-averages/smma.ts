import { defineIndicator } from "../definition.ts";
import { exponential, exponentialState } from "../kernel/exponential.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Smoothed moving average, also called Wilder's or RMA: weight 1 / period on the newest value. */
export function smma(x: Float64Array, period: number, state = exponentialState()): Float64Array {
  return exponential(x, period, 1 / period, state);
}

export const SMMA = defineIndicator({
  id: "smma",
  title: "Smoothed moving average",
  category: "moving average",
  source:
    "Wilder 1978, New Concepts in Technical Trading Systems: seeded with the mean of the first `period` closes.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { smma: price },
  memory: "decaying",
  warmUp: ({ period }) => period - 1,
  state: () => exponentialState(),
  run: ({ close }, { period }, state) => ({ smma: smma(close, period, state) }),
});

import { defineIndicator } from "../definition.ts";
import { difference } from "../kernel/difference.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { ema } from "../moving-averages/ema.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Elder's bull power (high less EMA) and bear power (low less EMA). */
export function elderRay(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = exponentialState(),
) {
  const average = ema(close, period, state);
  return { ema: average, bull_power: difference(high, average), bear_power: difference(low, average) };
}

export const ELDER_RAY = defineIndicator({
  id: "elder_ray",
  title: "Elder-ray",
  category: "momentum",
  source: "Elder 1993, Trading for a Living.",
  params: { period: barCount(13) },
  inputs: ["high", "low", "close"],
  outputs: { ema: price, bull_power: price, bear_power: price },
  memory: "decaying",
  warmUp: ({ period }) => period - 1,
  state: () => exponentialState(),
  run: ({ high, low, close }, { period }, state) => elderRay(high, low, close, period, state),
});

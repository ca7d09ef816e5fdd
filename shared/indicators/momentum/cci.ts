import { defineIndicator } from "../definition.ts";
import { typicalPrice } from "../kernel/typical-price.ts";
import { overWindows, windowState } from "../kernel/window.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Lambert's constant, chosen so that most values lie within ±100. */
const SCALE = 0.015;

/** Commodity channel index: distance of the typical price from its mean, in mean absolute deviations. */
export function cci(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = windowState(period),
) {
  return overWindows(typicalPrice(high, low, close), period, deviationOfNewest, state);
}

function deviationOfNewest(values: Float64Array, start: number, end: number): number {
  const period = end - start;
  let sum = 0;
  for (let j = start; j < end; j++) sum += values[j]!;
  const mean = sum / period;
  let deviations = 0;
  for (let j = start; j < end; j++) deviations += Math.abs(values[j]! - mean);
  const rounding = period * Number.EPSILON * Math.abs(mean);
  return deviations > period * rounding ? (values[end - 1]! - mean) / (SCALE * (deviations / period)) : 0;
}

export const CCI = defineIndicator({
  id: "cci",
  title: "Commodity channel index",
  category: "momentum",
  source: "Lambert 1980, Commodities 9:10. A constant window gives 0.",
  params: { period: barCount(20) },
  inputs: ["high", "low", "close"],
  outputs: { cci: ratio },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => windowState(period),
  run: ({ high, low, close }, { period }, state) => ({ cci: cci(high, low, close, period, state) }),
});

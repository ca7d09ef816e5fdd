import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { rollingExtremeState, rollingMax, rollingMin } from "../kernel/rolling-extreme.ts";
import { price, ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

const donchianState = (period: number) => ({
  highest: rollingExtremeState(period),
  lowest: rollingExtremeState(period),
  upper: lagState(1),
  lower: lagState(1),
});

/** Highest high and lowest low of the `period` bars before this one, so that this bar can break out of them. */
export function donchian(
  high: Float64Array,
  low: Float64Array,
  period: number,
  state = donchianState(period),
) {
  const upper = lag(rollingMax(high, period, state.highest), 1, state.upper);
  const lower = lag(rollingMin(low, period, state.lowest), 1, state.lower);
  const middle = upper.map((value, i) => (value + lower[i]!) / 2);
  const width = middle.map((value, i) => (value === 0 ? 0 : (upper[i]! - lower[i]!) / value));
  return { upper, middle, lower, width };
}

export const DONCHIAN = defineIndicator({
  id: "donchian",
  title: "Donchian channel",
  category: "trend",
  source: "Donchian: extremes of the `period` bars before this one; width over the middle.",
  params: { period: barCount(20, 1) },
  inputs: ["high", "low"],
  outputs: { upper: price, middle: price, lower: price, width: ratio },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => donchianState(period),
  run: ({ high, low }, { period }, state) => donchian(high, low, period, state),
});

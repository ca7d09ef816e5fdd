import { defineIndicator } from "../definition.ts";
import { rollingExtremeState, rollingMax, rollingMin } from "../kernel/rolling-extreme.ts";
import { price } from "../outputs.ts";
import { barCount, real } from "../params.ts";
import { atr, atrState } from "../volatility/atr.ts";

const chandelierExitState = (period: number) => ({
  atr: atrState(),
  highest: rollingExtremeState(period),
  lowest: rollingExtremeState(period),
});

/** Stops hung `multiplier` average true ranges from the extreme of the window: for long and for short positions. */
export function chandelierExit(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  multiplier: number,
  state = chandelierExitState(period),
) {
  const range = atr(high, low, close, period, state.atr);
  const long = rollingMax(high, period, state.highest).map((extreme, i) => extreme - multiplier * range[i]!);
  const short = rollingMin(low, period, state.lowest).map((extreme, i) => extreme + multiplier * range[i]!);
  return { long, short };
}

export const CHANDELIER_EXIT = defineIndicator({
  id: "chandelier_exit",
  title: "Chandelier exit",
  category: "trend",
  source: "Le Beau, in Elder 2002, Come Into My Trading Room.",
  params: { period: barCount(22), multiplier: real(3, 0.1, 20) },
  inputs: ["high", "low", "close"],
  outputs: { long: price, short: price },
  memory: "decaying",
  warmUp: ({ period }) => period,
  state: ({ period }) => chandelierExitState(period),
  run: ({ high, low, close }, { period, multiplier }, state) =>
    chandelierExit(high, low, close, period, multiplier, state),
});

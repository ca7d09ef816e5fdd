import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { trueRange, trueRangeState } from "../kernel/true-range.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

const vortexState = (period: number) => ({
  high: lagState(1),
  low: lagState(1),
  trueRange: trueRangeState(),
  plus: rollingSumState(period),
  minus: rollingSumState(period),
  range: rollingSumState(period),
});

/** Upward and downward vortex movement over true range. No range in the window gives 0. */
export function vortex(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = vortexState(period),
) {
  const upward = lag(low, 1, state.low);
  const downward = lag(high, 1, state.high);
  for (let i = 0; i < upward.length; i++) {
    upward[i] = Math.abs(high[i]! - upward[i]!);
    downward[i] = Math.abs(low[i]! - downward[i]!);
  }
  const plus = rollingSum(upward, period, 1, state.plus);
  const minus = rollingSum(downward, period, 1, state.minus);
  const range = rollingSum(trueRange(high, low, close, state.trueRange), period, 1, state.range);
  for (let i = 0; i < plus.length; i++) {
    plus[i] = range[i] === 0 ? 0 : plus[i]! / range[i]!;
    minus[i] = range[i] === 0 ? 0 : minus[i]! / range[i]!;
  }
  return { plus_vi: plus, minus_vi: minus };
}

export const VORTEX = defineIndicator({
  id: "vortex",
  title: "Vortex",
  category: "trend",
  source: "Botes and Siepman 2010, Stocks & Commodities 28:1.",
  params: { period: barCount(14) },
  inputs: ["high", "low", "close"],
  outputs: { plus_vi: ratio, minus_vi: ratio },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => vortexState(period),
  run: ({ high, low, close }, { period }, state) => vortex(high, low, close, period, state),
});

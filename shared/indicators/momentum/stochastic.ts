import { defineIndicator } from "../definition.ts";
import { percentOfRange, percentOfRangeState } from "../kernel/percent-of-range.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { sma } from "../moving-averages/sma.ts";
import { bounded, ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

const stochasticState = (period: number, slowing: number, signal: number) => ({
  range: percentOfRangeState(period),
  k: rollingSumState(slowing),
  d: rollingSumState(signal),
});

/** Lane's stochastic: %K (smoothed over `slowing` bars; 1 is the fast form), %D its average, and %J = 3 %K - 2 %D. */
export function stochastic(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  slowing: number,
  signal: number,
  state = stochasticState(period, slowing, signal),
) {
  const k = sma(percentOfRange(high, low, close, period, state.range), slowing, state.k);
  const d = sma(k, signal, state.d);
  const j = new Float64Array(k.length);
  for (let i = 0; i < j.length; i++) j[i] = 3 * k[i]! - 2 * d[i]!;
  return { k, d, j };
}

export const STOCHASTIC = defineIndicator({
  id: "stochastic",
  title: "Stochastic oscillator",
  category: "momentum",
  source: "Lane 1984; slow form by default, fast with slowing 1. A window without a range is neutral, 50.",
  params: { period: barCount(14, 1), slowing: barCount(3, 1), signal: barCount(3, 1) },
  inputs: ["high", "low", "close"],
  outputs: { k: bounded(0, 100), d: bounded(0, 100), j: ratio },
  memory: "finite",
  warmUp: ({ period, slowing, signal }) => period + slowing + signal - 3,
  state: ({ period, slowing, signal }) => stochasticState(period, slowing, signal),
  run: ({ high, low, close }, { period, slowing, signal }, state) =>
    stochastic(high, low, close, period, slowing, signal, state),
});

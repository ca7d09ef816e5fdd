import { defineIndicator } from "../definition.ts";
import { percentOfRange, percentOfRangeState } from "../kernel/percent-of-range.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { sma } from "../moving-averages/sma.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";
import { rsi, rsiState } from "./rsi.ts";

const stochRsiState = (period: number, slowing: number, signal: number) => ({
  rsi: rsiState(),
  range: percentOfRangeState(period),
  k: rollingSumState(slowing),
  d: rollingSumState(signal),
});

/** Where the RSI stands in its own range of `period` bars, smoothed over `slowing` bars, and the average of that. */
export function stochRsi(
  x: Float64Array,
  rsiPeriod: number,
  period: number,
  slowing: number,
  signal: number,
  state = stochRsiState(period, slowing, signal),
) {
  const strength = rsi(x, rsiPeriod, state.rsi);
  const k = sma(percentOfRange(strength, strength, strength, period, state.range), slowing, state.k);
  return { stoch_rsi: k, signal: sma(k, signal, state.d) };
}

export const STOCH_RSI = defineIndicator({
  id: "stoch_rsi",
  title: "Stochastic RSI",
  category: "momentum",
  source: "Chande and Kroll 1994, The New Technical Trader. A flat RSI is neutral, 50.",
  params: { rsiPeriod: barCount(14), period: barCount(14), slowing: barCount(1, 1), signal: barCount(3, 1) },
  inputs: ["close"],
  outputs: { stoch_rsi: bounded(0, 100), signal: bounded(0, 100) },
  memory: "decaying",
  warmUp: ({ rsiPeriod, period, slowing, signal }) => rsiPeriod + period + slowing + signal - 3,
  state: ({ period, slowing, signal }) => stochRsiState(period, slowing, signal),
  run: ({ close }, { rsiPeriod, period, slowing, signal }, state) =>
    stochRsi(close, rsiPeriod, period, slowing, signal, state),
});

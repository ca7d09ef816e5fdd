import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { trailingBands, trailingBandsState } from "../kernel/trailing-bands.ts";
import { price, sparse } from "../outputs.ts";
import { barCount, real } from "../params.ts";
import { atr, atrState } from "../volatility/atr.ts";

const atrStopState = () => ({ atr: atrState(), previous: lagState(1), bands: trailingBandsState() });

/** A trailing stop `multiplier` average true ranges from the close. */
export function atrStop(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  multiplier: number,
  state = atrStopState(),
) {
  const range = atr(high, low, close, period, state.atr);
  const width = range.map((value) => multiplier * value);
  const previous = lag(close, 1, state.previous);
  const { stop, upper_band, lower_band } = trailingBands(close, previous, close, close, width, state.bands);
  return { atr_stop: stop, buy_stop: upper_band, sell_stop: lower_band };
}

export const ATR_STOP = defineIndicator({
  id: "atr_stop",
  title: "ATR trailing stop",
  category: "trend",
  source: "Wilder's volatility system: trailing stop a multiple of ATR from the close.",
  params: { period: barCount(21), multiplier: real(3, 0.1, 20) },
  inputs: ["high", "low", "close"],
  outputs: { atr_stop: price, buy_stop: sparse(price), sell_stop: sparse(price) },
  memory: "decaying",
  warmUp: ({ period }) => period,
  state: atrStopState,
  run: ({ high, low, close }, { period, multiplier }, state) =>
    atrStop(high, low, close, period, multiplier, state),
});

import { defineIndicator } from "../definition.ts";
import { price } from "../outputs.ts";

const heikinAshiState = () => ({ open: Number.NaN, close: 0 });

/** Heikin-Ashi candles: closes are the bar's mean, opens the middle of the candle before. */
export function heikinAshi(
  open: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  state = heikinAshiState(),
) {
  const candles = { open: open.slice(), high: high.slice(), low: low.slice(), close: close.slice() };
  let { open: start, close: mean } = state;
  for (let i = 0; i < close.length; i++) {
    if (Number.isNaN(close[i]!)) continue;
    start = (Number.isNaN(start) ? open[i]! + close[i]! : start + mean) / 2;
    mean = (open[i]! + high[i]! + low[i]! + close[i]!) / 4;
    candles.open[i] = start;
    candles.close[i] = mean;
    candles.high[i] = Math.max(high[i]!, start, mean);
    candles.low[i] = Math.min(low[i]!, start, mean);
  }
  state.open = start;
  state.close = mean;
  return candles;
}

export const HEIKIN_ASHI = defineIndicator({
  id: "heikin_ashi",
  title: "Heikin-Ashi",
  category: "structure",
  source: "Valcu 2004, Stocks & Commodities 22:2; the first open is the middle of the first body.",
  params: {},
  inputs: ["open", "high", "low", "close"],
  outputs: { open: price, high: price, low: price, close: price },
  memory: "decaying",
  warmUp: () => 0,
  state: heikinAshiState,
  run: ({ open, high, low, close }, _, state) => heikinAshi(open, high, low, close, state),
});

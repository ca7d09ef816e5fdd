import { defineIndicator } from "../definition.ts";
import { medianPrice } from "../kernel/median-price.ts";
import { trailingBands, trailingBandsState } from "../kernel/trailing-bands.ts";
import { price, sparse } from "../outputs.ts";
import { barCount, real } from "../params.ts";
import { atr, atrState } from "../volatility/atr.ts";

const supertrendState = () => ({ atr: atrState(), bands: trailingBandsState() });

/** A trailing stop `multiplier` average true ranges from the median price. */
export function supertrend(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  multiplier: number,
  state = supertrendState(),
) {
  const width = atr(high, low, close, period, state.atr).map((range) => multiplier * range);
  const median = medianPrice(high, low);
  const { stop, ...bands } = trailingBands(close, median, median, median, width, state.bands);
  return { supertrend: stop, ...bands };
}

export const SUPERTREND = defineIndicator({
  id: "supertrend",
  title: "Supertrend",
  category: "trend",
  source:
    "Seban: trailing stop a multiple of ATR from the median price; `upper_band` in falling, `lower_band` in rising trends.",
  params: { period: barCount(10), multiplier: real(3, 0.1, 20) },
  inputs: ["high", "low", "close"],
  outputs: { supertrend: price, upper_band: sparse(price), lower_band: sparse(price) },
  memory: "decaying",
  warmUp: ({ period }) => period,
  state: supertrendState,
  run: ({ high, low, close }, { period, multiplier }, state) =>
    supertrend(high, low, close, period, multiplier, state),
});

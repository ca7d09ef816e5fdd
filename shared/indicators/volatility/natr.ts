import { defineIndicator } from "../definition.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";
import { atr, atrState } from "./atr.ts";

/** Average true range in percent of the close (0 at a close of 0). */
export function natr(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = atrState(),
): Float64Array {
  return atr(high, low, close, period, state).map((range, i) =>
    close[i] === 0 ? 0 : (100 * range) / close[i]!,
  );
}

export const NATR = defineIndicator({
  id: "natr",
  title: "Normalised average true range",
  category: "volatility",
  source: "Forman 2006, Stocks & Commodities 24:5: ATR in percent of the close.",
  params: { period: barCount(14, 1) },
  inputs: ["high", "low", "close"],
  outputs: { natr: ratio },
  memory: "decaying",
  warmUp: ({ period }) => period,
  state: atrState,
  run: ({ high, low, close }, { period }, state) => ({ natr: natr(high, low, close, period, state) }),
});

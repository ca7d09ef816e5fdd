import { defineIndicator } from "../definition.ts";
import { midpoint, midpointState } from "../kernel/midpoint.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

export const MIDPOINT = defineIndicator({
  id: "midpoint",
  title: "Midpoint",
  category: "structure",
  source:
    "Middle of the extremes of the closes, and of the highs and lows, over `period` bars (TA-Lib's MIDPOINT and MIDPRICE).",
  params: { period: barCount(14) },
  inputs: ["high", "low", "close"],
  outputs: { of_closes: price, of_range: price },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => ({ closes: midpointState(period), range: midpointState(period) }),
  run: ({ high, low, close }, { period }, state) => ({
    of_closes: midpoint(close, close, period, state.closes),
    of_range: midpoint(high, low, period, state.range),
  }),
});

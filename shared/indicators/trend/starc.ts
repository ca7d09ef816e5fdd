import { defineIndicator } from "../definition.ts";
import { channel } from "../kernel/channel.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { sma } from "../moving-averages/sma.ts";
import { price } from "../outputs.ts";
import { barCount, real } from "../params.ts";
import { atr, atrState } from "../volatility/atr.ts";

export const STARC = defineIndicator({
  id: "starc",
  title: "STARC bands",
  category: "trend",
  source: "Stoller average range channel: average true ranges about a simple moving average.",
  params: { period: barCount(5), multiplier: real(2, 0.1, 20), atrPeriod: barCount(10) },
  inputs: ["high", "low", "close"],
  outputs: { upper: price, middle: price, lower: price },
  memory: "decaying",
  warmUp: ({ period, atrPeriod }) => Math.max(period - 1, atrPeriod),
  state: ({ period }) => ({ average: rollingSumState(period), atr: atrState() }),
  run: ({ high, low, close }, { period, multiplier, atrPeriod }, state) =>
    channel(sma(close, period, state.average), atr(high, low, close, atrPeriod, state.atr), multiplier),
});

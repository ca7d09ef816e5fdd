import { defineIndicator } from "../definition.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { sma } from "../moving-averages/sma.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Body over range, -1..1 (0 without a range), averaged over `smoothing` bars. */
export function balanceOfPower(
  open: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  smoothing: number,
  state = rollingSumState(smoothing),
): Float64Array {
  const power = new Float64Array(close.length);
  for (let i = 0; i < power.length; i++) {
    const range = high[i]! - low[i]!;
    power[i] = range === 0 ? 0 : (close[i]! - open[i]!) / range;
  }
  return sma(power, smoothing, state);
}

export const BALANCE_OF_POWER = defineIndicator({
  id: "balance_of_power",
  title: "Balance of power",
  category: "momentum",
  source: "Livshin 2001, Stocks & Commodities 19:8; smoothing 1 is TA-Lib's BOP.",
  params: { smoothing: barCount(14, 1) },
  inputs: ["open", "high", "low", "close"],
  outputs: { balance_of_power: bounded(-1, 1) },
  memory: "finite",
  warmUp: ({ smoothing }) => smoothing - 1,
  state: ({ smoothing }) => rollingSumState(smoothing),
  run: ({ open, high, low, close }, { smoothing }, state) => ({
    balance_of_power: balanceOfPower(open, high, low, close, smoothing, state),
  }),
});

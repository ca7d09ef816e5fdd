import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Change over `period` bars in percent; 0 from a price of 0. */
export function rateOfChange(x: Float64Array, period: number, state = lagState(period)): Float64Array {
  const out = lag(x, period, state);
  for (let i = 0; i < out.length; i++) out[i] = out[i] === 0 ? 0 : (100 * (x[i]! - out[i]!)) / out[i]!;
  return out;
}

export const RATE_OF_CHANGE = defineIndicator({
  id: "rate_of_change",
  title: "Rate of change",
  category: "momentum",
  source: "100 (close - close[period]) / close[period]; with period 1 the price change of the bar.",
  params: { period: barCount(10, 1) },
  inputs: ["close"],
  outputs: { rate_of_change: ratio },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => lagState(period),
  run: ({ close }, { period }, state) => ({ rate_of_change: rateOfChange(close, period, state) }),
});

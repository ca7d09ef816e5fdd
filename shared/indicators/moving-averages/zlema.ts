import { defineIndicator } from "../definition.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";
import { ema } from "./ema.ts";

/** Delay of an EMA in bars, rounded down. */
const delay = (period: number) => Math.floor((period - 1) / 2);

const zlemaState = (period: number) => ({ delayed: lagState(delay(period)), ema: exponentialState() });

/** Zero-lag EMA: the EMA of the price moved on by as much as it changed over the EMA's own delay. */
export function zlema(x: Float64Array, period: number, state = zlemaState(period)): Float64Array {
  const ahead = lag(x, delay(period), state.delayed);
  for (let i = 0; i < ahead.length; i++) ahead[i] = 2 * x[i]! - ahead[i]!;
  return ema(ahead, period, state.ema);
}

export const ZLEMA = defineIndicator({
  id: "zlema",
  title: "Zero-lag exponential moving average",
  category: "moving average",
  source: "Ehlers and Way 2010, Zero Lag (Well, Almost): EMA of 2 close - close[(period - 1) / 2].",
  params: { period: barCount(20, 3) },
  inputs: ["close"],
  outputs: { zlema: price },
  memory: "decaying",
  warmUp: ({ period }) => delay(period) + period - 1,
  state: ({ period }) => zlemaState(period),
  run: ({ close }, { period }, state) => ({ zlema: zlema(close, period, state) }),
});

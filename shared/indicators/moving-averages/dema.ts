import { defineIndicator } from "../definition.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";
import { ema } from "./ema.ts";

const demaState = () => ({ first: exponentialState(), second: exponentialState() });

/** Double exponential moving average: twice the EMA less the EMA of it, which takes away most of its delay. */
export function dema(x: Float64Array, period: number, state = demaState()): Float64Array {
  const first = ema(x, period, state.first);
  const second = ema(first, period, state.second);
  for (let i = 0; i < second.length; i++) second[i] = 2 * first[i]! - second[i]!;
  return second;
}

export const DEMA = defineIndicator({
  id: "dema",
  title: "Double exponential moving average",
  category: "moving average",
  source: "Mulloy 1994, Stocks & Commodities 12:1; seeded as TA-Lib's DEMA.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { dema: price },
  memory: "decaying",
  warmUp: ({ period }) => 2 * (period - 1),
  state: demaState,
  run: ({ close }, { period }, state) => ({ dema: dema(close, period, state) }),
});

import { defineIndicator } from "../definition.ts";
import { weightedSumState } from "../kernel/weighted-sum.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";
import { wma } from "./wma.ts";

const half = (period: number) => Math.floor(period / 2);
const root = (period: number) => Math.floor(Math.sqrt(period));

const hmaState = (period: number) => ({
  half: weightedSumState(half(period)),
  full: weightedSumState(period),
  smooth: weightedSumState(root(period)),
});

/** Hull moving average: WMA over √period of twice the half-length WMA less the full-length one. */
export function hma(x: Float64Array, period: number, state = hmaState(period)): Float64Array {
  const fast = wma(x, half(period), state.half);
  const slow = wma(x, period, state.full);
  for (let i = 0; i < slow.length; i++) slow[i] = 2 * fast[i]! - slow[i]!;
  return wma(slow, root(period), state.smooth);
}

export const HMA = defineIndicator({
  id: "hma",
  title: "Hull moving average",
  category: "moving average",
  source: "Hull 2005; half and square root of the period are rounded down.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { hma: price },
  memory: "finite",
  warmUp: ({ period }) => period + root(period) - 2,
  state: ({ period }) => hmaState(period),
  run: ({ close }, { period }, state) => ({ hma: hma(close, period, state) }),
});

import { defineIndicator } from "../definition.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";
import { sma } from "./sma.ts";

/** Lengths of the two simple averages whose combination weighs the window as a triangle. */
const halves = (period: number) => [Math.ceil((period + 1) / 2), Math.floor((period + 1) / 2)] as const;

const trimaState = (period: number) => {
  const [longer, shorter] = halves(period);
  return { inner: rollingSumState(shorter), outer: rollingSumState(longer) };
};

/** Triangular moving average: a simple average of a simple average, weighted most in the middle of the window. */
export function trima(x: Float64Array, period: number, state = trimaState(period)): Float64Array {
  const [longer, shorter] = halves(period);
  return sma(sma(x, shorter, state.inner), longer, state.outer);
}

export const TRIMA = defineIndicator({
  id: "trima",
  title: "Triangular moving average",
  category: "moving average",
  source: "Weights rise to the middle of the window and fall again; as TA-Lib's TRIMA.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { trima: price },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => trimaState(period),
  run: ({ close }, { period }, state) => ({ trima: trima(close, period, state) }),
});

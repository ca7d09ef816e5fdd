import { defineIndicator } from "../definition.ts";
import { lagState } from "../kernel/lag.ts";
import { simpleReturns } from "../kernel/simple-returns.ts";
import { standardisedMoment } from "../kernel/standardised-moment.ts";
import { overWindows, windowState } from "../kernel/window.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

const skewnessState = (period: number) => ({ previous: lagState(1), window: windowState(period) });

/** Skewness of the last `period` returns, corrected for the sample's size; 0 without spread. */
export function skewness(x: Float64Array, period: number, state = skewnessState(period)): Float64Array {
  const correction = Math.sqrt(period * (period - 1)) / (period - 2);
  const adjusted = (values: Float64Array, start: number, end: number) =>
    correction * standardisedMoment(values, start, end, 3);
  return overWindows(simpleReturns(x, state.previous), period, adjusted, state.window);
}

export const SKEWNESS = defineIndicator({
  id: "skewness",
  title: "Skewness of returns",
  category: "statistics",
  source: "Adjusted Fisher-Pearson coefficient G1 (Joanes and Gill 1998, The Statistician 47:1).",
  params: { period: barCount(20, 3) },
  inputs: ["close"],
  outputs: { skewness: ratio },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => skewnessState(period),
  run: ({ close }, { period }, state) => ({ skewness: skewness(close, period, state) }),
});

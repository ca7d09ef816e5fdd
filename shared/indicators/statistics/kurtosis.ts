import { defineIndicator } from "../definition.ts";
import { lagState } from "../kernel/lag.ts";
import { simpleReturns } from "../kernel/simple-returns.ts";
import { standardisedMoment } from "../kernel/standardised-moment.ts";
import { overWindows, windowState } from "../kernel/window.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

const kurtosisState = (period: number) => ({ previous: lagState(1), window: windowState(period) });

/** Excess kurtosis of `count` values from their standardised fourth moment, corrected for the sample's size. */
function excess(moment: number, count: number): number {
  if (moment === 0) return 0;
  return ((count - 1) / ((count - 2) * (count - 3))) * ((count + 1) * (moment - 3) + 6);
}

/** Excess kurtosis of the last `period` returns (a normal distribution has 0); 0 without spread. */
export function kurtosis(x: Float64Array, period: number, state = kurtosisState(period)): Float64Array {
  const adjusted = (values: Float64Array, start: number, end: number) =>
    excess(standardisedMoment(values, start, end, 4), period);
  return overWindows(simpleReturns(x, state.previous), period, adjusted, state.window);
}

export const KURTOSIS = defineIndicator({
  id: "kurtosis",
  title: "Excess kurtosis of returns",
  category: "statistics",
  source: "Sample coefficient G2 (Joanes and Gill 1998, The Statistician 47:1).",
  params: { period: barCount(20, 4) },
  inputs: ["close"],
  outputs: { kurtosis: ratio },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => kurtosisState(period),
  run: ({ close }, { period }, state) => ({ kurtosis: kurtosis(close, period, state) }),
});

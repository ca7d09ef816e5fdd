import { defineIndicator } from "../definition.ts";
import { lagState } from "../kernel/lag.ts";
import { smoothedThrice, tripleExponentialState } from "../kernel/triple-exponential.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";
import { rateOfChange } from "./rate-of-change.ts";

const trixState = () => ({ averages: tripleExponentialState(), previous: lagState(1) });

/** Change of the triple-smoothed EMA from bar to bar, in percent. */
export function trix(x: Float64Array, period: number, state = trixState()): Float64Array {
  return rateOfChange(smoothedThrice(x, period, 1, state.averages), 1, state.previous);
}

export const TRIX = defineIndicator({
  id: "trix",
  title: "Triple exponential average oscillator",
  category: "momentum",
  source:
    "Hutson 1983, Stocks & Commodities 1:5; all three averages start at the mean of the first `period` closes.",
  params: { period: barCount(15) },
  inputs: ["close"],
  outputs: { trix: ratio },
  memory: "decaying",
  warmUp: ({ period }) => period,
  state: trixState,
  run: ({ close }, { period }, state) => ({ trix: trix(close, period, state) }),
});

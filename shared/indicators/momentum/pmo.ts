import { defineIndicator } from "../definition.ts";
import { exponential, exponentialState } from "../kernel/exponential.ts";
import { lagState } from "../kernel/lag.ts";
import { ema } from "../moving-averages/ema.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";
import { rateOfChange } from "./rate-of-change.ts";

const pmoState = () => ({
  previous: lagState(1),
  first: exponentialState(),
  second: exponentialState(),
  signal: exponentialState(),
});

/** Price momentum oscillator: ten times the one-bar rate of change, smoothed twice with weight 2 / period. */
export function pmo(x: Float64Array, first: number, second: number, signal: number, state = pmoState()) {
  const tenfold = rateOfChange(x, 1, state.previous).map((percent) => 10 * percent);
  const line = exponential(
    exponential(tenfold, first, 2 / first, state.first),
    second,
    2 / second,
    state.second,
  );
  return { pmo: line, signal: ema(line, signal, state.signal) };
}

export const PMO = defineIndicator({
  id: "pmo",
  title: "Price momentum oscillator",
  category: "momentum",
  source: "Swenlin, DecisionPoint.",
  params: { first: barCount(35), second: barCount(20), signal: barCount(10) },
  inputs: ["close"],
  outputs: { pmo: ratio, signal: ratio },
  memory: "decaying",
  warmUp: ({ first, second, signal }) => first + second + signal - 2,
  state: pmoState,
  run: ({ close }, { first, second, signal }, state) => pmo(close, first, second, signal, state),
});

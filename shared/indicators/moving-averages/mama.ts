import { atan } from "../../math/elementary.ts";
import { defineIndicator } from "../definition.ts";
import { HILBERT_WARM_UP, hilbertState, stepHilbert } from "../kernel/hilbert.ts";
import { medianPrice } from "../kernel/median-price.ts";
import { price } from "../outputs.ts";
import { real } from "../params.ts";

const mamaState = () => ({ hilbert: hilbertState(), phase: 0, sum: 0, mama: 0, fama: 0 });

/** Degrees by which the phase fell since the bar before; at least 1. */
function phaseStep(state: ReturnType<typeof mamaState>): number {
  const inPhase = state.hilbert.inPhase[0]!;
  const phase = inPhase === 0 ? 0 : (atan(state.hilbert.quadrature[0]! / inPhase) * 180) / Math.PI;
  const step = Math.max(state.phase - phase, 1);
  state.phase = phase;
  return step;
}

/**
 * MESA adaptive moving average: an EMA as fast as the dominant cycle's phase turns, and the following average at half
 * its speed. Both start at the mean of the first six prices.
 */
export function mama(x: Float64Array, fastLimit: number, slowLimit: number, state = mamaState()) {
  const out = new Float64Array(x.length).fill(Number.NaN);
  const following = out.slice();
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    if (Number.isNaN(v)) continue;
    stepHilbert(v, state.hilbert);
    if (state.hilbert.count <= HILBERT_WARM_UP) {
      state.sum += v;
      state.mama = state.fama = state.sum / state.hilbert.count;
      if (state.hilbert.count < HILBERT_WARM_UP) continue;
    } else {
      const alpha = Math.max(fastLimit / phaseStep(state), slowLimit);
      state.mama += alpha * (v - state.mama);
      state.fama += 0.5 * alpha * (state.mama - state.fama);
    }
    out[i] = state.mama;
    following[i] = state.fama;
  }
  return { mama: out, fama: following };
}

export const MAMA = defineIndicator({
  id: "mama",
  title: "MESA adaptive moving average",
  category: "moving average",
  source:
    "Ehlers 2001, Rocket Science for Traders, on the median price; filters start from zeros at the first bar.",
  params: { fastLimit: real(0.5, 0.01, 0.99), slowLimit: real(0.05, 0.01, 0.99) },
  refuse: ({ fastLimit, slowLimit }) =>
    slowLimit <= fastLimit
      ? undefined
      : `"slowLimit" must not be above "fastLimit", got ${slowLimit} and ${fastLimit}`,
  inputs: ["high", "low"],
  outputs: { mama: price, fama: price },
  memory: "decaying",
  warmUp: () => HILBERT_WARM_UP - 1,
  state: mamaState,
  run: ({ high, low }, { fastLimit, slowLimit }, state) =>
    mama(medianPrice(high, low), fastLimit, slowLimit, state),
});

import { defineIndicator } from "../definition.ts";
import { convergence, convergenceState, refuseFastNotBelowSlow } from "../kernel/convergence.ts";
import { volume as volumeUnit } from "../outputs.ts";
import { barCount } from "../params.ts";
import { adl, adlState } from "./adl.ts";

const chaikinOscillatorState = (fast: number, slow: number) => ({
  adl: adlState(),
  averages: convergenceState(fast, slow, false),
});

/** Fast less slow EMA of the accumulation/distribution line. */
export function chaikinOscillator(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  fast: number,
  slow: number,
  state = chaikinOscillatorState(fast, slow),
): Float64Array {
  return convergence(adl(high, low, close, volume, state.adl).adl, fast, slow, state.averages).gap;
}

export const CHAIKIN_OSCILLATOR = defineIndicator({
  id: "chaikin_oscillator",
  title: "Chaikin oscillator",
  category: "volume",
  source:
    "Chaikin; averages seeded with means (TA-Lib's ADOSC starts them at the first value and comes to the same).",
  params: { fast: barCount(3), slow: barCount(10) },
  refuse: refuseFastNotBelowSlow,
  inputs: ["high", "low", "close", "volume"],
  outputs: { chaikin_oscillator: volumeUnit },
  memory: "decaying",
  warmUp: ({ slow }) => slow - 1,
  state: ({ fast, slow }) => chaikinOscillatorState(fast, slow),
  run: ({ high, low, close, volume }, { fast, slow }, state) => ({
    chaikin_oscillator: chaikinOscillator(high, low, close, volume, fast, slow, state),
  }),
});

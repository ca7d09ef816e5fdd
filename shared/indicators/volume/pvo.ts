import { defineIndicator } from "../definition.ts";
import { refuseFastNotBelowSlow } from "../kernel/convergence.ts";
import { percentageOscillator, percentageOscillatorState } from "../kernel/percentage-oscillator.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

export const PVO = defineIndicator({
  id: "pvo",
  title: "Percentage volume oscillator",
  category: "volume",
  source: "Fast less slow EMA of volume in percent of the slow; each average seeded at its own first bar.",
  params: { fast: barCount(12), slow: barCount(26), signal: barCount(9, 1) },
  refuse: refuseFastNotBelowSlow,
  inputs: ["volume"],
  outputs: { pvo: ratio, signal: ratio, histogram: ratio },
  memory: "decaying",
  warmUp: ({ slow, signal }) => slow + signal - 2,
  state: ({ fast, slow }) => percentageOscillatorState(fast, slow),
  run: ({ volume }, { fast, slow, signal }, state) => {
    const { line, ...rest } = percentageOscillator(volume, fast, slow, signal, state);
    return { pvo: line, ...rest };
  },
});

import { defineIndicator } from "../definition.ts";
import { refuseFastNotBelowSlow } from "../kernel/convergence.ts";
import { percentageOscillator, percentageOscillatorState } from "../kernel/percentage-oscillator.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

export const PPO = defineIndicator({
  id: "ppo",
  title: "Percentage price oscillator",
  category: "momentum",
  source:
    "MACD in percent of the slow EMA; each average seeded at its own first bar, as TA-Lib's PPO with exponential averages.",
  params: { fast: barCount(12), slow: barCount(26), signal: barCount(9, 1) },
  refuse: refuseFastNotBelowSlow,
  inputs: ["close"],
  outputs: { ppo: ratio, signal: ratio, histogram: ratio },
  memory: "decaying",
  warmUp: ({ slow, signal }) => slow + signal - 2,
  state: ({ fast, slow }) => percentageOscillatorState(fast, slow),
  run: ({ close }, { fast, slow, signal }, state) => {
    const { line, ...rest } = percentageOscillator(close, fast, slow, signal, state);
    return { ppo: line, ...rest };
  },
});

import { defineIndicator } from "../definition.ts";
import { refuseFastNotBelowSlow } from "../kernel/convergence.ts";
import { difference } from "../kernel/difference.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { sma } from "../moving-averages/sma.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

const apoState = (fast: number, slow: number) => ({
  fast: rollingSumState(fast),
  slow: rollingSumState(slow),
});

/** Absolute price oscillator: fast less slow simple moving average. */
export function apo(x: Float64Array, fast: number, slow: number, state = apoState(fast, slow)): Float64Array {
  return difference(sma(x, fast, state.fast), sma(x, slow, state.slow));
}

export const APO = defineIndicator({
  id: "apo",
  title: "Absolute price oscillator",
  category: "momentum",
  source:
    "Fast less slow simple moving average, as TA-Lib's APO by default (with exponential ones it is MACD).",
  params: { fast: barCount(12), slow: barCount(26) },
  refuse: refuseFastNotBelowSlow,
  inputs: ["close"],
  outputs: { apo: price },
  memory: "finite",
  warmUp: ({ slow }) => slow - 1,
  state: ({ fast, slow }) => apoState(fast, slow),
  run: ({ close }, { fast, slow }, state) => ({ apo: apo(close, fast, slow, state) }),
});

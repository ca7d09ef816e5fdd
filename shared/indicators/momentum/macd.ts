import { defineIndicator } from "../definition.ts";
import { convergence, convergenceState, refuseFastNotBelowSlow } from "../kernel/convergence.ts";
import { difference } from "../kernel/difference.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { ema } from "../moving-averages/ema.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

const macdState = (fast: number, slow: number) => ({
  averages: convergenceState(fast, slow, true),
  signal: exponentialState(),
});

/** Moving average convergence divergence: fast EMA less slow EMA, an EMA of that, and their difference. */
export function macd(
  x: Float64Array,
  fast: number,
  slow: number,
  signal: number,
  state = macdState(fast, slow),
) {
  const line = convergence(x, fast, slow, state.averages).gap;
  const signalLine = ema(line, signal, state.signal);
  return { macd: line, signal: signalLine, histogram: difference(line, signalLine) };
}

export const MACD = defineIndicator({
  id: "macd",
  title: "Moving average convergence divergence",
  category: "momentum",
  source: "Appel 1979; both averages seeded at the same bar, as TA-Lib's MACD.",
  params: { fast: barCount(12), slow: barCount(26), signal: barCount(9, 1) },
  refuse: refuseFastNotBelowSlow,
  inputs: ["close"],
  outputs: { macd: price, signal: price, histogram: price },
  memory: "decaying",
  warmUp: ({ slow, signal }) => slow + signal - 2,
  state: ({ fast, slow }) => macdState(fast, slow),
  run: ({ close }, { fast, slow, signal }, state) => macd(close, fast, slow, signal, state),
});

import { defineIndicator } from "../definition.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { ema } from "../moving-averages/ema.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Both averages are seeded at the same bar, so the fast one passes over the first slow - fast closes. */
const macdState = (fast: number, slow: number) => ({
  fast: exponentialState(slow - fast),
  slow: exponentialState(),
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
  const line = ema(x, fast, state.fast);
  const slowLine = ema(x, slow, state.slow);
  for (let i = 0; i < line.length; i++) line[i] = line[i]! - slowLine[i]!;
  const signalLine = ema(line, signal, state.signal);
  const histogram = new Float64Array(x.length);
  for (let i = 0; i < line.length; i++) histogram[i] = line[i]! - signalLine[i]!;
  return { macd: line, signal: signalLine, histogram };
}

export const MACD = defineIndicator({
  id: "macd",
  title: "Moving average convergence divergence",
  category: "momentum",
  source: "Appel 1979; both averages seeded at the same bar, as TA-Lib's MACD.",
  params: { fast: barCount(12), slow: barCount(26), signal: barCount(9, 1) },
  refuse: ({ fast, slow }) =>
    fast < slow ? undefined : `"fast" must be less than "slow", got ${fast} and ${slow}`,
  inputs: ["close"],
  outputs: { macd: price, signal: price, histogram: price },
  memory: "decaying",
  warmUp: ({ slow, signal }) => slow + signal - 2,
  state: ({ fast, slow }) => macdState(fast, slow),
  run: ({ close }, { fast, slow, signal }, state) => macd(close, fast, slow, signal, state),
});

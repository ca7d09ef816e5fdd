import { defineIndicator } from "../definition.ts";
import { convergence, convergenceState, refuseFastNotBelowSlow } from "../kernel/convergence.ts";
import { percentOfRange, percentOfRangeState } from "../kernel/percent-of-range.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { sma } from "../moving-averages/sma.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

const stcState = (cycle: number, fast: number, slow: number, smoothing: number) => ({
  averages: convergenceState(fast, slow, false),
  range: percentOfRangeState(cycle),
  smooth: rollingSumState(smoothing),
});

/** Schaff trend cycle: where MACD stands in its own range of `cycle` bars, averaged over `smoothing` bars. */
export function stc(
  x: Float64Array,
  cycle: number,
  fast: number,
  slow: number,
  smoothing: number,
  state = stcState(cycle, fast, slow, smoothing),
): Float64Array {
  const line = convergence(x, fast, slow, state.averages).gap;
  return sma(percentOfRange(line, line, line, cycle, state.range), smoothing, state.smooth);
}

export const STC = defineIndicator({
  id: "stc",
  title: "Schaff trend cycle",
  category: "momentum",
  source:
    "Schaff 1999: slow stochastic of MACD (single-pass form), both averages seeded at their own first bar.",
  params: { cycle: barCount(10), fast: barCount(23), slow: barCount(50), smoothing: barCount(3, 1) },
  refuse: refuseFastNotBelowSlow,
  inputs: ["close"],
  outputs: { stc: bounded(0, 100) },
  memory: "decaying",
  warmUp: ({ cycle, slow, smoothing }) => slow + cycle + smoothing - 3,
  state: ({ cycle, fast, slow, smoothing }) => stcState(cycle, fast, slow, smoothing),
  run: ({ close }, { cycle, fast, slow, smoothing }, state) => ({
    stc: stc(close, cycle, fast, slow, smoothing, state),
  }),
});

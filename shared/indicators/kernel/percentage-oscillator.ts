import { ema } from "../moving-averages/ema.ts";
import { type ConvergenceState, convergence, convergenceState } from "./convergence.ts";
import { difference } from "./difference.ts";
import { type ExponentialState, exponentialState } from "./exponential.ts";

export interface PercentageOscillatorState {
  readonly averages: ConvergenceState;
  readonly signal: ExponentialState;
}

export const percentageOscillatorState = (fast: number, slow: number) => ({
  averages: convergenceState(fast, slow, false),
  signal: exponentialState(),
});

/** Fast EMA less slow EMA in percent of the slow one (0 where that is 0), with its signal line and histogram. */
export function percentageOscillator(
  x: Float64Array,
  fast: number,
  slow: number,
  signal: number,
  state: PercentageOscillatorState,
) {
  const { gap: line, slow: base } = convergence(x, fast, slow, state.averages);
  for (let i = 0; i < line.length; i++) line[i] = base[i] === 0 ? 0 : (100 * line[i]!) / base[i]!;
  const signalLine = ema(line, signal, state.signal);
  return { line, signal: signalLine, histogram: difference(line, signalLine) };
}

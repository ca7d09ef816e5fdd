import { ema } from "../moving-averages/ema.ts";
import { exponentialState } from "./exponential.ts";

/** @param together true to seed both averages at the same bar: the fast one then passes over slow - fast values */
export const convergenceState = (fast: number, slow: number, together: boolean) => ({
  fast: exponentialState(together ? slow - fast : 0),
  slow: exponentialState(),
});
export type ConvergenceState = ReturnType<typeof convergenceState>;

/** Fast EMA less slow EMA, and the slow EMA. */
export function convergence(x: Float64Array, fast: number, slow: number, state: ConvergenceState) {
  const slowAverage = ema(x, slow, state.slow);
  const gap = ema(x, fast, state.fast);
  for (let i = 0; i < gap.length; i++) gap[i] = gap[i]! - slowAverage[i]!;
  return { gap, slow: slowAverage };
}

/** The fault in the two lengths, for indicators that need fast < slow. */
export function refuseFastNotBelowSlow({ fast, slow }: { readonly fast: number; readonly slow: number }) {
  return fast < slow ? undefined : `"fast" must be less than "slow", got ${fast} and ${slow}`;
}

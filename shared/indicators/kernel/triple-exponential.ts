import { exponential, exponentialState } from "./exponential.ts";

export const tripleExponentialState = () => ({
  first: exponentialState(),
  second: exponentialState(),
  third: exponentialState(),
});

/** Only the last of the three averages that `tripleExponential` gives. */
export function smoothedThrice(
  x: Float64Array,
  period: number,
  seed: number,
  state = tripleExponentialState(),
): Float64Array {
  const alpha = 2 / (period + 1);
  const out = exponential(x, period, alpha, state.first);
  exponential(out, seed, alpha, state.second, out);
  return exponential(out, seed, alpha, state.third, out);
}

/**
 * An EMA, the EMA of it, and the EMA of that.
 * @param seed values whose mean starts the second and the third: `period`, as TA-Lib does it, or 1 to start them at the
 * first value of the EMA before
 */
export function tripleExponential(
  x: Float64Array,
  period: number,
  seed: number,
  state = tripleExponentialState(),
) {
  const alpha = 2 / (period + 1);
  const first = exponential(x, period, alpha, state.first);
  const second = exponential(first, seed, alpha, state.second);
  return { first, second, third: exponential(second, seed, alpha, state.third) };
}

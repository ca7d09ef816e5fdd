import { exponential, exponentialState } from "./exponential.ts";

export const tripleExponentialState = () => ({
  first: exponentialState(),
  second: exponentialState(),
  third: exponentialState(),
});
export type TripleExponentialState = ReturnType<typeof tripleExponentialState>;

/** An EMA, the EMA of it, and the EMA of that; each is seeded with a mean of its own first `period` values. */
export function tripleExponential(x: Float64Array, period: number, state = tripleExponentialState()) {
  const alpha = 2 / (period + 1);
  const first = exponential(x, period, alpha, state.first);
  const second = exponential(first, period, alpha, state.second);
  return { first, second, third: exponential(second, period, alpha, state.third) };
}

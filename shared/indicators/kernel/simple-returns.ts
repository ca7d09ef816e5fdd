import { lag, lagState } from "./lag.ts";

/** Change from bar to bar over the value before; 0 from a price of 0. */
export function simpleReturns(x: Float64Array, state = lagState(1)): Float64Array {
  const out = lag(x, 1, state);
  for (let i = 0; i < out.length; i++) out[i] = out[i] === 0 ? 0 : x[i]! / out[i]! - 1;
  return out;
}

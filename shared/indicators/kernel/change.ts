import { lag, lagState } from "./lag.ts";

/** Change over `bars` bars. */
export function change(x: Float64Array, bars: number, state = lagState(bars)): Float64Array {
  const out = lag(x, bars, state);
  for (let i = 0; i < out.length; i++) out[i] = x[i]! - out[i]!;
  return out;
}

import { log } from "../../math/elementary.ts";

/** log(a / b), element by element: NaN unless both are positive. */
export function logRatio(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = log(a[i]! / b[i]!);
  return out;
}

/** Square root of each value; what rounding has left below 0 counts as 0. */
export function squareRoots(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = Math.sqrt(Math.max(x[i]!, 0));
  return out;
}

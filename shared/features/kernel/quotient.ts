/** a / b for each bar; `neutral` where b is zero, as it is in a market that does not move. */
export function quotient(a: Float64Array, b: Float64Array, neutral = 0): Float64Array {
  const out = new Float64Array(a.length);
  for (let row = 0; row < out.length; row++) out[row] = b[row] === 0 ? neutral : a[row]! / b[row]!;
  return out;
}

/** a / b for each bar; `neutral` where b is zero, as it is in a market that does not move. */
export function quotient(a: Float64Array, b: Float64Array, neutral = 0): Float64Array {
  return a.map((value, row) => (b[row] === 0 ? neutral : value / b[row]!));
}

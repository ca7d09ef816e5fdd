/**
 * Sum of the last `period` values in two additions a bar. Rows are cut in blocks of `period`; a window is the end of one
 * block and the beginning of the next, so its sum is that of a suffix and a prefix. Nothing is ever taken off a sum, as
 * a running sum does: what has left the window leaves no rounding behind, a window of zeros sums to exactly 0, one of
 * squares never falls below it, and the value is the same to the last digits wherever the history begins.
 */
export function windowSum(x: Float64Array, period: number): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  /** Sums of the block before from each offset to its end. */
  const suffix = new Float64Array(period + 1);
  let first = 0;
  while (first < x.length && Number.isNaN(x[first]!)) first++;
  for (let block = first; block < x.length; block += period) {
    const length = Math.min(period, x.length - block);
    let prefix = 0;
    for (let offset = 0; offset < length; offset++) {
      prefix += x[block + offset]!;
      if (block > first || offset === period - 1) out[block + offset] = suffix[offset + 1]! + prefix;
    }
    if (length < period) break;
    for (let offset = period - 1; offset > 0; offset--)
      suffix[offset] = suffix[offset + 1]! + x[block + offset]!;
  }
  return out;
}

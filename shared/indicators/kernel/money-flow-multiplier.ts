/** Where the close lies in the bar's range: -1 at the low, 1 at the high, 0 without a range. */
export function moneyFlowMultiplier(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
): Float64Array {
  const out = new Float64Array(close.length);
  for (let i = 0; i < out.length; i++) {
    const range = high[i]! - low[i]!;
    out[i] = range === 0 ? 0 : (close[i]! - low[i]! - (high[i]! - close[i]!)) / range;
  }
  return out;
}

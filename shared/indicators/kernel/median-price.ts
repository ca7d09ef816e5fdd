/** Middle of the bar's range, (high + low) / 2. */
export function medianPrice(high: Float64Array, low: Float64Array): Float64Array {
  const out = new Float64Array(high.length);
  for (let i = 0; i < out.length; i++) out[i] = (high[i]! + low[i]!) / 2;
  return out;
}

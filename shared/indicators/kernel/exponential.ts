/** @param skip values to pass over before the seed is taken */
export const exponentialState = (skip = 0) => ({ count: -skip, value: 0 });
export type ExponentialState = ReturnType<typeof exponentialState>;

/**
 * Exponential smoothing seeded with the mean of the first `period` values, as TA-Lib does it. NaN (a warm-up before it,
 * a missing bar) gives NaN and changes nothing.
 * @param alpha weight of the newest value: 2 / (period + 1) for an EMA, 1 / period for Wilder's smoothing
 */
export function exponential(
  x: Float64Array,
  period: number,
  alpha: number,
  state: ExponentialState = exponentialState(),
): Float64Array {
  const out = new Float64Array(x.length);
  let { count, value } = state;
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    out[i] = Number.NaN;
    if (Number.isNaN(v)) continue;
    if (count >= period) value += (v - value) * alpha;
    else if (count < 0) {
      count++;
      continue;
    } else {
      value += v;
      count++;
      if (count < period) continue;
      value /= period;
    }
    out[i] = value;
  }
  state.count = count;
  state.value = value;
  return out;
}

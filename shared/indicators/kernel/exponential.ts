/** @param skip values to pass over before the seed is taken */
export const exponentialState = (skip = 0) => ({ count: -skip, value: 0 });
export type ExponentialState = ReturnType<typeof exponentialState>;

/**
 * Exponential smoothing seeded with the mean of the first `period` values, as TA-Lib does it. NaN (a warm-up before it,
 * a missing bar) gives NaN and changes nothing.
 * @param alpha weight of the newest value: 2 / (period + 1) for an EMA, 1 / period for Wilder's smoothing
 * @param out where the result goes: `x` itself where its values are needed no more
 */
export function exponential(
  x: Float64Array,
  period: number,
  alpha: number,
  state: ExponentialState = exponentialState(),
  out: Float64Array = new Float64Array(x.length),
): Float64Array {
  let { count, value } = state;
  let i = 0;
  for (; i < x.length && count < period; i++) {
    const v = x[i]!;
    out[i] = Number.NaN;
    if (Number.isNaN(v)) continue;
    if (++count > 0) value += v;
    if (count === period) {
      value /= period;
      out[i] = value;
    }
  }
  for (; i < x.length; i++) {
    const next = value + (x[i]! - value) * alpha;
    out[i] = next;
    if (!Number.isNaN(next)) value = next;
  }
  state.count = count;
  state.value = value;
  return out;
}

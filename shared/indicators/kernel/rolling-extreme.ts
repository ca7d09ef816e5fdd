export const rollingExtremeState = (period: number) => ({
  ring: new Float64Array(period),
  position: 0,
  count: 0,
  best: 0,
});
export type RollingExtremeState = ReturnType<typeof rollingExtremeState>;

/**
 * Highest of the last `period` values.
 * @param from values needed before the first result: with 1 the window grows from the first bar
 */
export function rollingMax(
  x: Float64Array,
  period: number,
  state = rollingExtremeState(period),
  from = period,
): Float64Array {
  return rollingExtreme(x, period, 1, state, from);
}

/** Lowest of the last `period` values; `from` as for `rollingMax`. */
export function rollingMin(
  x: Float64Array,
  period: number,
  state = rollingExtremeState(period),
  from = period,
): Float64Array {
  return rollingExtreme(x, period, -1, state, from);
}

/**
 * Van Herk's and Gil and Werman's algorithm: three comparisons a bar whatever the period. Time is cut in blocks of
 * `period` bars; a window is the end of one block and the start of the next, so its extreme is that of a suffix and a
 * prefix. The ring holds the current block's values up to `position`, the previous block's suffix extremes from there.
 */
function rollingExtreme(
  x: Float64Array,
  period: number,
  sign: 1 | -1,
  state: RollingExtremeState,
  from: number,
): Float64Array {
  const out = new Float64Array(x.length);
  const { ring } = state;
  let { position, count, best } = state;
  for (let i = 0; i < x.length; i++) {
    const v = x[i]! * sign;
    if (Number.isNaN(v)) {
      out[i] = Number.NaN;
      continue;
    }
    best = position === 0 || v > best ? v : best;
    ring[position++] = v;
    let extreme = best;
    if (position < period) {
      // In the first block there is nothing behind the prefix.
      if (count >= period) extreme = Math.max(ring[position]!, best);
    } else {
      for (let j = period - 2; j >= 0; j--) if (ring[j + 1]! > ring[j]!) ring[j] = ring[j + 1]!;
      position = 0;
    }
    out[i] = ++count < from ? Number.NaN : extreme * sign;
  }
  Object.assign(state, { position, count, best });
  return out;
}

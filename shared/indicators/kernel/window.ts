export const windowState = (period: number) => ({
  values: new Float64Array(2 * period),
  position: 0,
  count: 0,
});
export type WindowState = ReturnType<typeof windowState>;

/** Reduces `values[start]` (oldest) to `values[end - 1]` (newest) to one number. */
export type Reduce = (values: Float64Array, start: number, end: number) => number;

/**
 * Applies `reduce` to each window of the last `period` values, for statistics that no running update gives stably.
 * Every value is written twice, a period apart, so that each window lies in one piece, in order of time.
 */
export function overWindows(
  x: Float64Array,
  period: number,
  reduce: Reduce,
  state: WindowState = windowState(period),
): Float64Array {
  const out = new Float64Array(x.length);
  const { values } = state;
  let { position, count } = state;
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    if (Number.isNaN(v)) {
      out[i] = Number.NaN;
      continue;
    }
    values[position] = v;
    values[position + period] = v;
    if (++position === period) position = 0;
    out[i] = ++count < period ? Number.NaN : reduce(values, position, position + period);
  }
  state.position = position;
  state.count = count;
  return out;
}

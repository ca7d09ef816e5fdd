export const trueRangeState = () => ({ close: Number.NaN });
export type TrueRangeState = ReturnType<typeof trueRangeState>;

/** Wilder's true range: the bar's range with the gap from the close before it. The first bar has none. */
export function trueRange(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  state: TrueRangeState = trueRangeState(),
): Float64Array {
  const out = new Float64Array(close.length);
  let previous = state.close;
  for (let i = 0; i < close.length; i++) {
    const c = close[i]!;
    out[i] = Math.max(high[i]!, previous) - Math.min(low[i]!, previous);
    if (!Number.isNaN(c)) previous = c;
  }
  state.close = previous;
  return out;
}

export const trailingBandsState = () => ({ previous: Number.NaN, upper: 0, lower: 0, rising: 0 });
export type TrailingBandsState = ReturnType<typeof trailingBandsState>;

/**
 * Turns bands about the price into a trailing stop: each band only tightens, until a close beyond it lets it go; the
 * stop is the lower band while the trend rises, the upper one while it falls, and a close through it turns the trend.
 * @param anchor the price the bands are about: a first close at or above it starts a rising trend
 * @param width distance of both bands from `above` and `below`; NaN before the first
 */
export function trailingBands(
  close: Float64Array,
  anchor: Float64Array,
  above: Float64Array,
  below: Float64Array,
  width: Float64Array,
  state: TrailingBandsState = trailingBandsState(),
) {
  const stop = new Float64Array(close.length).fill(Number.NaN);
  const upper_band = new Float64Array(close.length).fill(Number.NaN);
  const lower_band = new Float64Array(close.length).fill(Number.NaN);
  for (let i = 0; i < close.length; i++) {
    const c = close[i]!;
    const upper = above[i]! + width[i]!;
    const lower = below[i]! - width[i]!;
    if (Number.isNaN(upper)) continue;
    const first = Number.isNaN(state.previous);
    if (first) state.rising = Number(c >= anchor[i]!);
    if (first || upper < state.upper || state.previous > state.upper) state.upper = upper;
    if (first || lower > state.lower || state.previous < state.lower) state.lower = lower;
    state.rising = Number(c > (state.rising ? state.lower : state.upper));
    state.previous = c;
    stop[i] = state.rising ? state.lower : state.upper;
    (state.rising ? lower_band : upper_band)[i] = stop[i]!;
  }
  return { stop, upper_band, lower_band };
}

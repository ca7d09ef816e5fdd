import { overWindows, windowState } from "./window.ts";

export const swingsState = (left: number, right: number) => ({
  high: windowState(left + right + 1),
  low: windowState(left + right + 1),
});
export type SwingsState = ReturnType<typeof swingsState>;

/**
 * Swing points as they are confirmed: row i speaks of bar i - right, and has its high (or low) where it is beyond the
 * `left` bars before it and the `right` bars after it, NaN where it is not.
 */
export function swings(
  high: Float64Array,
  low: Float64Array,
  left: number,
  right: number,
  state: SwingsState = swingsState(left, right),
) {
  const peak = (values: Float64Array, start: number, end: number) => {
    const centre = end - 1 - right;
    for (let j = start; j < end; j++) if (j !== centre && values[j]! >= values[centre]!) return Number.NaN;
    return values[centre]!;
  };
  const trough = (values: Float64Array, start: number, end: number) => {
    const centre = end - 1 - right;
    for (let j = start; j < end; j++) if (j !== centre && values[j]! <= values[centre]!) return Number.NaN;
    return values[centre]!;
  };
  const period = left + right + 1;
  return {
    highs: overWindows(high, period, peak, state.high),
    lows: overWindows(low, period, trough, state.low),
  };
}

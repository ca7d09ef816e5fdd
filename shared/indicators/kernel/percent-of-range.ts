import { rollingExtremeState, rollingMax, rollingMin } from "./rolling-extreme.ts";

export const percentOfRangeState = (period: number) => ({
  highest: rollingExtremeState(period),
  lowest: rollingExtremeState(period),
});
export type PercentOfRangeState = ReturnType<typeof percentOfRangeState>;

/** Where x stands between the lowest low and the highest high of `period` bars, 0..100; 50 where there is no range. */
export function percentOfRange(
  high: Float64Array,
  low: Float64Array,
  x: Float64Array,
  period: number,
  state: PercentOfRangeState = percentOfRangeState(period),
): Float64Array {
  const highest = rollingMax(high, period, state.highest);
  const lowest = rollingMin(low, period, state.lowest);
  for (let i = 0; i < lowest.length; i++) {
    const range = highest[i]! - lowest[i]!;
    lowest[i] = range === 0 ? 50 : (100 * (x[i]! - lowest[i]!)) / range;
  }
  return lowest;
}

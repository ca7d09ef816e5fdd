import { rollingExtremeState, rollingMax, rollingMin } from "./rolling-extreme.ts";

export const midpointState = (period: number) => ({
  highest: rollingExtremeState(period),
  lowest: rollingExtremeState(period),
});

/** Middle between the highest high and the lowest low of `period` bars. */
export function midpoint(
  high: Float64Array,
  low: Float64Array,
  period: number,
  state = midpointState(period),
): Float64Array {
  const highest = rollingMax(high, period, state.highest);
  const lowest = rollingMin(low, period, state.lowest);
  for (let i = 0; i < highest.length; i++) highest[i] = (highest[i]! + lowest[i]!) / 2;
  return highest;
}

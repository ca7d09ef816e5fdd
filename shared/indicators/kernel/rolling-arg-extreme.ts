import { overWindows, windowState } from "./window.ts";

/** Bars since the highest of the last `period` values; of equal ones the latest. */
export function barsSinceMax(x: Float64Array, period: number, state = windowState(period)): Float64Array {
  return overWindows(x, period, sinceHighest, state);
}

/** Bars since the lowest of the last `period` values; of equal ones the latest. */
export function barsSinceMin(x: Float64Array, period: number, state = windowState(period)): Float64Array {
  return overWindows(x, period, sinceLowest, state);
}

function sinceHighest(values: Float64Array, start: number, end: number): number {
  let best = end - 1;
  for (let j = end - 2; j >= start; j--) if (values[j]! > values[best]!) best = j;
  return end - 1 - best;
}

function sinceLowest(values: Float64Array, start: number, end: number): number {
  let best = end - 1;
  for (let j = end - 2; j >= start; j--) if (values[j]! < values[best]!) best = j;
  return end - 1 - best;
}

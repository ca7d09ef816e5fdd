import { overWindows, windowState } from "./window.ts";

export const percentRankState = (period: number) => windowState(period + 1);

/** Share of the `period` values before this one that are below it, 0..100. */
export function percentRank(x: Float64Array, period: number, state = percentRankState(period)): Float64Array {
  return overWindows(x, period + 1, rankOfNewest, state);
}

function rankOfNewest(values: Float64Array, start: number, end: number): number {
  const newest = values[end - 1]!;
  let below = 0;
  for (let j = start; j < end - 1; j++) if (values[j]! < newest) below++;
  return (100 * below) / (end - 1 - start);
}

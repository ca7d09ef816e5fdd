/**
 * A run of bars as columns: one array a field, all of the same length, oldest first.
 * `ts` is the bar's opening time in milliseconds since the epoch, UTC. A bar is known only once it has closed,
 * that is at `ts + timeframe`.
 */
export interface Bars {
  readonly ts: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

export const BAR_FIELDS = ["ts", "open", "high", "low", "close", "volume"] as const;
export type BarField = (typeof BAR_FIELDS)[number];

/** Bars of the given length, all zero. */
export function emptyBars(length: number): Bars {
  const column = () => new Float64Array(length);
  return { ts: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
}

/** The bars from `start` (inclusive) to `end` (exclusive) as views on the same memory: nothing is copied. */
export function sliceBars(bars: Bars, start: number, end?: number): Bars {
  return {
    ts: bars.ts.subarray(start, end),
    open: bars.open.subarray(start, end),
    high: bars.high.subarray(start, end),
    low: bars.low.subarray(start, end),
    close: bars.close.subarray(start, end),
    volume: bars.volume.subarray(start, end),
  };
}

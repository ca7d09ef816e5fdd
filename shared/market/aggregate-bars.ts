import { type Bars, emptyBars, sliceBars } from "./bars.ts";

/** Which bar of the higher timeframe each bar belongs to, and whether it completes it. */
export interface Buckets {
  /** Bars next to each other with the same number make one bar; a bar with `NO_BUCKET` makes none. */
  readonly bucket: Float64Array;
  /** 1 where the bar's close is also the close of its bucket. */
  readonly completes: Uint8Array;
  /** Opening time of the bucket each bar belongs to, epoch milliseconds. */
  readonly openedAt: Float64Array;
}

export const NO_BUCKET = Number.NEGATIVE_INFINITY;

export interface AggregatedBars {
  readonly bars: Bars;
  /** True when the last bar was still forming at the close of the last bar given. */
  readonly lastIsPartial: boolean;
  /**
   * For each bar given, how many of the aggregated bars were complete at its close: the newest one that anybody could
   * know then is `completed[row] - 1`. A bucket without its own last bar is complete when the next one begins.
   */
  readonly completed: Int32Array;
}

/** Joins bars into the bars of their buckets. */
export function aggregateBars(bars: Bars, { bucket, completes, openedAt }: Buckets): AggregatedBars {
  const rows = bars.ts.length;
  const joined = emptyBars(rows);
  const completed = new Int32Array(rows);
  let count = 0;
  let current: number = NO_BUCKET;
  let isComplete = true;
  for (let row = 0; row < rows; row++) {
    if (bucket[row] !== NO_BUCKET) {
      if (bucket[row] === current) extendBar(joined, count - 1, bars, row);
      else startBar(joined, count++, bars, row, openedAt[row]!);
      current = bucket[row]!;
      isComplete = completes[row] === 1;
    }
    completed[row] = isComplete ? count : count - 1;
  }
  return { bars: sliceBars(joined, 0, count), lastIsPartial: !isComplete, completed };
}

function startBar(joined: Bars, at: number, bars: Bars, row: number, openedAt: number): void {
  joined.ts[at] = openedAt;
  joined.open[at] = bars.open[row]!;
  joined.high[at] = bars.high[row]!;
  joined.low[at] = bars.low[row]!;
  joined.close[at] = bars.close[row]!;
  joined.volume[at] = bars.volume[row]!;
}

function extendBar(joined: Bars, at: number, bars: Bars, row: number): void {
  joined.high[at] = Math.max(joined.high[at]!, bars.high[row]!);
  joined.low[at] = Math.min(joined.low[at]!, bars.low[row]!);
  joined.close[at] = bars.close[row]!;
  joined.volume[at]! += bars.volume[row]!;
}

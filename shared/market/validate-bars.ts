import type { Bars } from "./bars.ts";
import { BAR_FIELDS } from "./bars.ts";
import { TIMEFRAME_MS, type Timeframe } from "./timeframe.ts";

export interface BarFault {
  /** Position in the run, from 0. */
  readonly index: number;
  readonly field: (typeof BAR_FIELDS)[number];
  readonly detail: string;
}

/** Daily bars open at local midnight or at the session's open, so only intraday bars have a grid to stand on. */
const ALIGNED_BELOW_MS = TIMEFRAME_MS["1d"];

/**
 * The faults in a run of bars, in order of rows, at most `limit` faults: values that are not finite, prices that
 * contradict each other, a negative volume, times off the timeframe's grid, in the future (`now`, epoch ms) or twice.
 * A gap is no fault. Bars may come in any order.
 */
export function findBarFaults(bars: Bars, timeframe: Timeframe, now: number, limit = 20): BarFault[] {
  const faults: BarFault[] = [];
  const seen = new Set<number>();
  for (let index = 0; index < bars.ts.length && faults.length < limit; index++) {
    const fault = faultOfRow(bars, index, timeframe, now) ?? repeated(bars.ts[index]!, index, seen);
    if (fault) faults.push(fault);
  }
  return faults;
}

function repeated(ts: number, index: number, seen: Set<number>): BarFault | undefined {
  if (seen.has(ts)) return { index, field: "ts", detail: "the same time stands in an earlier row" };
  seen.add(ts);
  return undefined;
}

function faultOfRow(bars: Bars, index: number, timeframe: Timeframe, now: number): BarFault | undefined {
  const fault = (field: BarFault["field"], detail: string): BarFault => ({ index, field, detail });
  for (const field of BAR_FIELDS) {
    if (!Number.isFinite(bars[field][index])) return fault(field, "is not a finite number");
  }
  const [ts, open, high] = [bars.ts[index]!, bars.open[index]!, bars.high[index]!];
  const [low, close, volume] = [bars.low[index]!, bars.close[index]!, bars.volume[index]!];
  const stepMs = TIMEFRAME_MS[timeframe];
  if (!Number.isInteger(ts)) return fault("ts", "is not a whole number of milliseconds");
  if (stepMs < ALIGNED_BELOW_MS && ts % stepMs !== 0) return fault("ts", `is not aligned to ${timeframe}`);
  if (ts > now) return fault("ts", "is in the future");
  if (high < low) return fault("high", "is below low");
  if (open > high || close > high) return fault("high", "is below open or close");
  if (open < low || close < low) return fault("low", "is above open or close");
  if (volume < 0) return fault("volume", "is negative");
  return undefined;
}

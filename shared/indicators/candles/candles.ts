import { lag, lagState } from "../kernel/lag.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";

/** Candles as columns, with what patterns measure them by. */
export interface Candles {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Mean body of the 10 candles before. */
  readonly meanBody: Float64Array;
  /** Mean range (high - low) of the 10 candles before. */
  readonly meanRange: Float64Array;
  /** Mean range of the 5 candles before. */
  readonly meanRange5: Float64Array;
  /** Mean of both shadows together of the 10 candles before. */
  readonly meanShadows: Float64Array;
}

/** Earlier candles that a pattern may look at. */
export const HISTORY = 8;

const COLUMNS = [
  "open",
  "high",
  "low",
  "close",
  "meanBody",
  "meanRange",
  "meanRange5",
  "meanShadows",
] as const;

const meanState = (period: number) => ({ sum: rollingSumState(period), before: lagState(1) });

export const candlesState = () => ({
  earlier: Object.fromEntries(COLUMNS.map((name) => [name, new Float64Array(HISTORY).fill(Number.NaN)])),
  body: meanState(10),
  range: meanState(10),
  range5: meanState(5),
  shadows: meanState(10),
});
export type CandlesState = ReturnType<typeof candlesState>;

type Prices = Pick<Candles, "open" | "high" | "low" | "close">;

/** Mean of the `period` values before each. */
function meanBefore(x: Float64Array, period: number, state: ReturnType<typeof meanState>): Float64Array {
  const sums = lag(rollingSum(x, period, 1, state.sum), 1, state.before);
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! / period;
  return sums;
}

/** Candles of the given bars (none missing), with HISTORY earlier ones in front. */
export function buildCandles({ open, high, low, close }: Prices, state: CandlesState): Candles {
  const body = close.map((c, i) => Math.abs(c - open[i]!));
  const range = high.map((h, i) => h - low[i]!);
  const shadows = range.map((_, i) => {
    const top = Math.max(open[i]!, close[i]!);
    const bottom = Math.min(open[i]!, close[i]!);
    return high[i]! - top + (bottom - low[i]!);
  });
  const columns = {
    open,
    high,
    low,
    close,
    meanBody: meanBefore(body, 10, state.body),
    meanRange: meanBefore(range, 10, state.range),
    meanRange5: meanBefore(range, 5, state.range5),
    meanShadows: meanBefore(shadows, 10, state.shadows),
  };
  const joined = COLUMNS.map((name) => {
    const earlier = state.earlier[name]!;
    const column = new Float64Array(HISTORY + open.length);
    column.set(earlier);
    column.set(columns[name], HISTORY);
    earlier.set(column.subarray(open.length));
    return [name, column] as const;
  });
  return Object.fromEntries(joined) as unknown as Candles;
}

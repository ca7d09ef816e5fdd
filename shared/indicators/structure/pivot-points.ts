import { defineIndicator } from "../definition.ts";
import { calendarSpan } from "../kernel/calendar-span.ts";
import { emptyPivotColumns, PIVOT_LEVELS, pivotLevels } from "../kernel/pivot-levels.ts";
import { price, sparse } from "../outputs.ts";
import { integer } from "../params.ts";

const pivotPointsState = () => ({
  span: Number.NaN,
  high: 0,
  low: 0,
  close: 0,
  /** High, low and close of the span before; NaN until one has ended. */
  before: new Float64Array(3).fill(Number.NaN),
});

/** Floor traders' levels from the calendar span (0 day, 1 week, 2 month, UTC) before the bar's own. */
export function pivotPoints(
  ts: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  span: number,
  state = pivotPointsState(),
) {
  const columns = emptyPivotColumns(ts.length);
  for (let i = 0; i < ts.length; i++) {
    if (Number.isNaN(close[i]!)) continue;
    const current = calendarSpan(ts[i]!, span);
    if (current !== state.span) {
      if (!Number.isNaN(state.span)) state.before.set([state.high, state.low, state.close]);
      Object.assign(state, { span: current, high: high[i]!, low: low[i]! });
    }
    state.high = Math.max(state.high, high[i]!);
    state.low = Math.min(state.low, low[i]!);
    state.close = close[i]!;
    const levels = pivotLevels(state.before[0]!, state.before[1]!, state.before[2]!);
    for (const name of PIVOT_LEVELS) columns[name][i] = levels[name];
  }
  return columns;
}

export const PIVOT_POINTS = defineIndicator({
  id: "pivot_points",
  title: "Pivot points",
  category: "structure",
  source: "Floor traders' formula on the day (0), week (1) or month (2) before, by the UTC calendar.",
  params: { span: integer(0, 0, 2) },
  inputs: ["ts", "high", "low", "close"],
  outputs: {
    pivot: sparse(price),
    s1: sparse(price),
    s2: sparse(price),
    s3: sparse(price),
    r1: sparse(price),
    r2: sparse(price),
    r3: sparse(price),
  },
  memory: "cumulative",
  warmUp: () => 1,
  state: pivotPointsState,
  run: ({ ts, high, low, close }, { span }, state) => pivotPoints(ts, high, low, close, span, state),
});

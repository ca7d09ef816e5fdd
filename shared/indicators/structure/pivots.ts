import { defineIndicator } from "../definition.ts";
import { swings, swingsState } from "../kernel/swings.ts";
import { bounded, confirmedAfter, price, sparse } from "../outputs.ts";
import { barCount, integer } from "../params.ts";

type Spans = { readonly left: number; readonly right: number; readonly maxTrend: number };
/** A line is drawn to a pivot up to `maxTrend` bars on, which is known `right` bars later. */
const lineLag = ({ right, maxTrend }: Spans) => right + maxTrend;
const pointLag = ({ right }: Spans) => right;

/** The last `maxTrend` + 1 bars' worth of line and trend, oldest first, and how long ago the last pivot was. */
const lineState = (maxTrend: number) => ({
  line: new Float64Array(maxTrend + 1).fill(Number.NaN),
  trend: new Float64Array(maxTrend + 1).fill(Number.NaN),
  last: Number.NaN,
  age: 0,
});
type LineState = ReturnType<typeof lineState>;

const pivotsState = (left: number, right: number, maxTrend: number) => ({
  swings: swingsState(left, right),
  high: lineState(maxTrend),
  low: lineState(maxTrend),
});

/** Moves one bar on; a pivot within reach of the last draws the line between them into the bars held. */
function advance(point: number, maxTrend: number, state: LineState): void {
  state.line.copyWithin(0, 1);
  state.trend.copyWithin(0, 1);
  state.line[maxTrend] = state.trend[maxTrend] = Number.NaN;
  state.age++;
  if (Number.isNaN(point)) return;
  if (state.age <= maxTrend && !Number.isNaN(state.last)) {
    const step = (point - state.last) / state.age;
    for (let back = 0; back <= state.age; back++) state.line[maxTrend - back] = point - step * back;
    state.trend.fill(point > state.last ? 1 : -1, maxTrend - state.age + 1);
  }
  state.last = point;
  state.age = 0;
}

function lines(points: Float64Array, bars: Float64Array, maxTrend: number, state: LineState) {
  const line = new Float64Array(points.length).fill(Number.NaN);
  const trend = line.slice();
  for (let i = 0; i < points.length; i++) {
    if (Number.isNaN(bars[i]!)) continue;
    advance(points[i]!, maxTrend, state);
    line[i] = state.line[0]!;
    trend[i] = state.trend[0]!;
  }
  return { line, trend };
}

/** A lagged column drawn at its own bars, with what the state already holds of the last ones. */
function drawn(column: Float64Array, held: Float64Array, right: number): Float64Array {
  const out = new Float64Array(column.length).fill(Number.NaN);
  const lag = held.length - 1 + right;
  out.set(column.subarray(lag));
  const first = column.length - lag;
  for (let k = 1; k < held.length; k++) if (first + k - 1 >= 0) out[first + k - 1] = held[k]!;
  return out;
}

/** Lines and trends as a chart shows them: also the ones that end within the last bars. */
function drawnLines(high: Float64Array, low: Float64Array, { left, right, maxTrend }: Spans) {
  const state = pivotsState(left, right, maxTrend);
  const columns = pivots(high, low, left, right, maxTrend, state);
  return {
    high_line: drawn(columns.high_line, state.high.line, right),
    low_line: drawn(columns.low_line, state.low.line, right),
    high_trend: drawn(columns.high_trend, state.high.trend, right),
    low_trend: drawn(columns.low_trend, state.low.trend, right),
  };
}

/** Swing points, the lines between those at most `maxTrend` bars apart, and whether they rise (1) or fall (-1). */
export function pivots(
  high: Float64Array,
  low: Float64Array,
  left: number,
  right: number,
  maxTrend: number,
  state = pivotsState(left, right, maxTrend),
) {
  const { highs, lows } = swings(high, low, left, right, state.swings);
  const upper = lines(highs, high, maxTrend, state.high);
  const lower = lines(lows, low, maxTrend, state.low);
  return {
    high_point: highs,
    low_point: lows,
    high_line: upper.line,
    low_line: lower.line,
    high_trend: upper.trend,
    low_trend: lower.trend,
  };
}

export const PIVOTS = defineIndicator({
  id: "pivots",
  title: "Pivots",
  category: "structure",
  source:
    "Swing points beyond `left` bars before and `right` bars after, joined by lines up to `maxTrend` bars long.",
  params: { left: integer(2, 1, 100), right: integer(2, 1, 100), maxTrend: barCount(20) },
  inputs: ["high", "low"],
  outputs: {
    high_point: confirmedAfter(pointLag, sparse(price)),
    low_point: confirmedAfter(pointLag, sparse(price)),
    high_line: confirmedAfter(lineLag, sparse(price)),
    low_line: confirmedAfter(lineLag, sparse(price)),
    high_trend: confirmedAfter(lineLag, sparse(bounded(-1, 1))),
    low_trend: confirmedAfter(lineLag, sparse(bounded(-1, 1))),
  },
  memory: "cumulative",
  warmUp: ({ left, right }) => left + right,
  state: ({ left, right, maxTrend }) => pivotsState(left, right, maxTrend),
  run: ({ high, low }, { left, right, maxTrend }, state) => pivots(high, low, left, right, maxTrend, state),
  redraw: ({ high, low }, params) => drawnLines(high, low, params),
});

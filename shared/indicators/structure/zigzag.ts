import { defineIndicator } from "../definition.ts";
import { type TurningPoint, turningPoints, turnState, turns } from "../kernel/turning-points.ts";
import { bounded, price, redrawn, sparse } from "../outputs.ts";
import { real } from "../params.ts";

/** Draws straight lines from each point to the next, both ends included. */
function joined(points: readonly TurningPoint[], length: number): Float64Array {
  const line = new Float64Array(length).fill(Number.NaN);
  for (let k = 1; k < points.length; k++) {
    const [from, to] = [points[k - 1]!, points[k]!];
    const step = (to.price - from.price) / (to.bar - from.bar);
    for (let bar = from.bar; bar <= to.bar; bar++) line[bar] = from.price + step * (bar - from.bar);
  }
  return line;
}

/**
 * The chart's zigzag: turning points, the line through them on to the last close, and the lines through the highs and
 * through the lows. The leg before the first turning point is not drawn.
 */
export function zigzag(close: Float64Array, percent: number) {
  const points = turningPoints(close, percent / 100).slice(1);
  const point_type = new Float64Array(close.length).fill(Number.NaN);
  for (const { bar, side } of points) if (side !== 0) point_type[bar] = side;
  // The unfinished last leg ends in a high if the point before is a low.
  const lastSide = points.at(-2)?.side ?? 0;
  const onSide = (side: 1 | -1) =>
    points.filter((point) => (point.side === 0 ? lastSide === -side : point.side === side));
  const { length } = close;
  return {
    zigzag: joined(points, length),
    point_type,
    retrace_high: joined(onSide(1), length),
    retrace_low: joined(onSide(-1), length),
  };
}

/** The causal form: the last turning point that was confirmed, and the direction since (1 up, -1 down, 0 not yet). */
export function confirmedZigzag(close: Float64Array, percent: number, state = turnState()) {
  const last_pivot = new Float64Array(close.length).fill(Number.NaN);
  const direction = last_pivot.slice();
  for (let i = 0; i < close.length; i++) {
    if (Number.isNaN(close[i]!)) continue;
    turns(close[i]!, percent / 100, state);
    last_pivot[i] = state.pivot;
    direction[i] = state.rising;
  }
  return { last_pivot, direction };
}

const missing = (length: number) => new Float64Array(length).fill(Number.NaN);

export const ZIGZAG = defineIndicator({
  id: "zigzag",
  title: "ZigZag",
  category: "structure",
  source:
    "Turning points of the close that moves of at least `percent` confirm; `last_pivot` and `direction` are causal.",
  params: { percent: real(5, 0.01, 99) },
  inputs: ["close"],
  outputs: {
    zigzag: redrawn(price),
    point_type: redrawn(bounded(-1, 1)),
    retrace_high: redrawn(price),
    retrace_low: redrawn(price),
    last_pivot: sparse(price),
    direction: bounded(-1, 1),
  },
  memory: "cumulative",
  warmUp: () => 0,
  state: turnState,
  run: ({ close }, { percent }, state) => ({
    zigzag: missing(close.length),
    point_type: missing(close.length),
    retrace_high: missing(close.length),
    retrace_low: missing(close.length),
    ...confirmedZigzag(close, percent, state),
  }),
  redraw: ({ close }, { percent }) => zigzag(close, percent),
});

import type { Bars } from "../../market/bars.ts";
import { defineIndicator } from "../definition.ts";
import { bounded, price, ratio } from "../outputs.ts";
import { real } from "../params.ts";

/** Renko bricks: columns of their own length, several or none a bar. */
export interface RenkoBricks {
  /** Opening time of the bar that completed the brick. */
  readonly ts: Float64Array;
  readonly open: Float64Array;
  readonly close: Float64Array;
  /** Extremes of the bars since the brick before; a bar's bricks share them, and its volume. */
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly volume: Float64Array;
}

const renkoState = () => ({ size: 0, top: Number.NaN, bottom: Number.NaN, direction: 0 });
type RenkoState = ReturnType<typeof renkoState>;

/** Bricks that a close completes: positive up, negative down. Moves the last brick's edges along. */
function completed(close: number, state: RenkoState): number {
  const beyond = close > state.top ? close - state.top : Math.min(0, close - state.bottom);
  const count = Math.trunc(beyond / state.size);
  if (count === 0) return 0;
  const edge = count > 0 ? state.top : state.bottom;
  const end = edge + count * state.size;
  state.direction = Math.sign(count);
  state.top = count > 0 ? end : end + state.size;
  state.bottom = count > 0 ? end - state.size : end;
  return count;
}

/**
 * Bricks of a fixed size from the closes.
 * @param base price from which the first brick is measured
 */
export function renkoBricks(bars: Bars, size: number, base: number): RenkoBricks {
  const bricks = { ts: [0], open: [0], close: [0], high: [0], low: [0], volume: [0] };
  for (const column of Object.values(bricks)) column.pop();
  const state = { ...renkoState(), size, top: base, bottom: base };
  let high = Number.NEGATIVE_INFINITY;
  let low = Number.POSITIVE_INFINITY;
  let volume = 0;
  for (let i = 1; i < bars.close.length; i++) {
    high = Math.max(high, bars.high[i]!);
    low = Math.min(low, bars.low[i]!);
    volume += bars.volume[i]!;
    const edge = bars.close[i]! > state.top ? state.top : state.bottom;
    const count = completed(bars.close[i]!, state);
    if (count === 0) continue;
    for (let k = 0; k < Math.abs(count); k++) {
      const open = edge + Math.sign(count) * k * size;
      bricks.ts.push(bars.ts[i]!);
      bricks.open.push(open);
      bricks.close.push(open + Math.sign(count) * size);
      bricks.high.push(high);
      bricks.low.push(low);
      bricks.volume.push(volume / Math.abs(count));
    }
    high = Number.NEGATIVE_INFINITY;
    low = Number.POSITIVE_INFINITY;
    volume = 0;
  }
  return {
    ts: Float64Array.from(bricks.ts),
    open: Float64Array.from(bricks.open),
    close: Float64Array.from(bricks.close),
    high: Float64Array.from(bricks.high),
    low: Float64Array.from(bricks.low),
    volume: Float64Array.from(bricks.volume),
  };
}

/** Bar by bar: where the last brick closed, its direction, and how many bricks the bar completed (signed). */
export function renko(close: Float64Array, percent: number, state = renkoState()) {
  const brick_close = new Float64Array(close.length).fill(Number.NaN);
  const direction = brick_close.slice();
  const bricks = brick_close.slice();
  for (let i = 0; i < close.length; i++) {
    const c = close[i]!;
    if (Number.isNaN(c)) continue;
    if (Number.isNaN(state.top)) Object.assign(state, { size: (percent / 100) * c, top: c, bottom: c });
    bricks[i] = completed(c, state);
    direction[i] = state.direction;
    brick_close[i] = state.direction < 0 ? state.bottom : state.top;
  }
  return { brick_close, direction, bricks };
}

export const RENKO = defineIndicator({
  id: "renko",
  title: "Renko",
  category: "structure",
  source:
    "Bricks of `percent` of the first close, from closes, seen bar by bar; `renkoBricks` gives the bricks themselves.",
  params: { percent: real(1, 0.01, 50) },
  inputs: ["close"],
  outputs: { brick_close: price, direction: bounded(-1, 1), bricks: ratio },
  memory: "cumulative",
  warmUp: () => 0,
  state: renkoState,
  run: ({ close }, { percent }, state) => renko(close, percent, state),
});

import { defineIndicator } from "../definition.ts";
import { bounded, price, ratio } from "../outputs.ts";
import { real } from "../params.ts";

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
  source: "Bricks of `percent` of the first close, from closes, seen bar by bar.",
  params: { percent: real(1, 0.01, 50) },
  inputs: ["close"],
  outputs: { brick_close: price, direction: bounded(-1, 1), bricks: ratio },
  memory: "cumulative",
  warmUp: () => 0,
  state: renkoState,
  run: ({ close }, { percent }, state) => renko(close, percent, state),
});

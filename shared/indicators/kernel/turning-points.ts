export interface TurningPoint {
  readonly bar: number;
  readonly price: number;
  /** 1 a high, -1 a low, 0 the bar that the first leg starts from or the last one has come to. */
  readonly side: 1 | -1 | 0;
}

export const turnState = () => ({ first: Number.NaN, rising: 0, extreme: 0, pivot: Number.NaN });
export type TurnState = ReturnType<typeof turnState>;

/**
 * Takes one price; true where it has come back from the extreme by `threshold` of it, which makes the extreme a turning
 * point (`pivot`) and turns the direction. The first direction is that of the first move as large from the first price.
 */
export function turns(price: number, threshold: number, state: TurnState): boolean {
  if (Number.isNaN(state.first)) state.first = state.extreme = price;
  if (state.rising === 0) {
    if (Math.abs(price - state.first) < threshold * state.first) return false;
    state.rising = price > state.first ? 1 : -1;
  }
  if (state.rising * (price - state.extreme) >= 0) {
    state.extreme = price;
    return false;
  }
  if (Math.abs(price - state.extreme) < threshold * state.extreme) return false;
  state.pivot = state.extreme;
  state.extreme = price;
  state.rising = -state.rising;
  return true;
}

/** All turning points of the prices, from the first bar to the last. */
export function turningPoints(x: Float64Array, threshold: number): TurningPoint[] {
  const state = turnState();
  const points: TurningPoint[] = [];
  let extremeBar = 0;
  let last = -1;
  for (let bar = 0; bar < x.length; bar++) {
    const price = x[bar]!;
    if (Number.isNaN(price)) continue;
    if (last < 0) points.push({ bar, price, side: 0 });
    last = bar;
    const side = state.rising === 1 ? 1 : -1;
    if (turns(price, threshold, state)) points.push({ bar: extremeBar, price: state.pivot, side });
    if (state.extreme === price) extremeBar = bar;
  }
  if (state.rising !== 0) points.push({ bar: last, price: x[last]!, side: 0 });
  return points;
}

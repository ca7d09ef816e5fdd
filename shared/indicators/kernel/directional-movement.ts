import { positivePart } from "./positive-part.ts";

export const directionalState = () => ({
  high: Number.NaN,
  low: Number.NaN,
  close: Number.NaN,
  count: 0,
  plus: 0,
  minus: 0,
  range: 0,
});
export type DirectionalState = ReturnType<typeof directionalState>;

/** A move counts when it is up its own side and larger than the move on the other. */
const movement = (own: number, other: number) => Number(own > other) * positivePart(own);

const percent = (part: number, whole: number) => (whole > 0 ? (100 * part) / whole : 0);

/**
 * Wilder's directional indicators. His smoothed sums start as the plain sum of period - 1 bars (as in TA-Lib), so the
 * first values stand at bar `period`. Without any range both are 0.
 */
export function directionalIndex(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state: DirectionalState = directionalState(),
) {
  const plus_di = new Float64Array(close.length);
  const minus_di = new Float64Array(close.length);
  const dx = new Float64Array(close.length);
  const keep = 1 - 1 / period;
  let { high: previousHigh, low: previousLow, close: previousClose, count, plus, minus, range } = state;
  for (let i = 0; i < close.length; i++) {
    const h = high[i]!;
    const l = low[i]!;
    plus_di[i] = minus_di[i] = dx[i] = Number.NaN;
    if (Number.isNaN(h)) continue;
    if (!Number.isNaN(previousHigh)) {
      const up = h - previousHigh;
      const down = previousLow - l;
      const factor = ++count < period ? 1 : keep;
      plus = plus * factor + movement(up, down);
      minus = minus * factor + movement(down, up);
      range = range * factor + Math.max(h, previousClose) - Math.min(l, previousClose);
      if (count >= period) {
        plus_di[i] = percent(plus, range);
        minus_di[i] = percent(minus, range);
        dx[i] = percent(Math.abs(plus - minus), plus + minus);
      }
    }
    previousHigh = h;
    previousLow = l;
    previousClose = close[i]!;
  }
  Object.assign(state, {
    high: previousHigh,
    low: previousLow,
    close: previousClose,
    count,
    plus,
    minus,
    range,
  });
  return { plus_di, minus_di, dx };
}

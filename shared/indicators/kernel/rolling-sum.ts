export const rollingSumState = (period: number) => ({
  ring: new Float64Array(period),
  position: 0,
  /** 1 once the ring has been filled. */
  full: 0,
  sum: 0,
  sumOfTurn: 0,
});
export type RollingSumState = ReturnType<typeof rollingSumState>;

/**
 * Sum of the last `period` values times `scale`, in one addition a bar. A second sum runs from each turn of the ring;
 * when the ring is full of its terms it replaces the first, so rounding never piles up beyond two windows.
 * @param scale 1 for the sum, 1 / period for the mean
 * @param out where the result goes: `x` itself where its values are needed no more
 */
export function rollingSum(
  x: Float64Array,
  period: number,
  scale = 1,
  state: RollingSumState = rollingSumState(period),
  out: Float64Array = new Float64Array(x.length),
): Float64Array {
  const { ring } = state;
  let { position, full, sum, sumOfTurn } = state;
  let i = 0;
  while (i < x.length) {
    // One turn of the ring, so that the loop within need not ask whether it has come round.
    for (; i < x.length && position < period; i++) {
      const v = x[i]!;
      if (Number.isNaN(v)) {
        out[i] = Number.NaN;
        continue;
      }
      sum += v - ring[position]!;
      sumOfTurn += v;
      ring[position] = v;
      position++;
      out[i] = full === 1 || position === period ? sum * scale : Number.NaN;
    }
    if (position < period) break;
    position = 0;
    sum = sumOfTurn;
    sumOfTurn = 0;
    full = 1;
  }
  Object.assign(state, { position, full, sum, sumOfTurn });
  return out;
}

export const rollingSumState = (period: number) => ({
  ring: new Float64Array(period),
  position: 0,
  count: 0,
  sum: 0,
  sumOfTurn: 0,
});
export type RollingSumState = ReturnType<typeof rollingSumState>;

/**
 * Sum of the last `period` values times `scale`, in one addition a bar. A second sum runs from each turn of the ring;
 * when the ring is full of its terms it replaces the first, so rounding never piles up beyond two windows.
 * @param scale 1 for the sum, 1 / period for the mean
 */
export function rollingSum(
  x: Float64Array,
  period: number,
  scale = 1,
  state: RollingSumState = rollingSumState(period),
): Float64Array {
  const out = new Float64Array(x.length);
  const { ring } = state;
  let { position, count, sum, sumOfTurn } = state;
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    if (Number.isNaN(v)) {
      out[i] = Number.NaN;
      continue;
    }
    sum += v - ring[position]!;
    sumOfTurn += v;
    ring[position] = v;
    if (++position === period) {
      position = 0;
      sum = sumOfTurn;
      sumOfTurn = 0;
    }
    out[i] = ++count < period ? Number.NaN : sum * scale;
  }
  Object.assign(state, { position, count, sum, sumOfTurn });
  return out;
}

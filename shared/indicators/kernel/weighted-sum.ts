export const weightedSumState = (period: number) => ({
  ring: new Float64Array(period),
  position: 0,
  count: 0,
  sum: 0,
  weighted: 0,
  sumOfTurn: 0,
  weightedOfTurn: 0,
});

export interface MeanAndWeightedMean {
  readonly mean: Float64Array;
  /** Weights 1 (oldest) to `period` (newest). */
  readonly weightedMean: Float64Array;
}

/**
 * Simple and linearly weighted means of the last `period` values, both in constant time. As in `rollingSum`, sums
 * taken afresh at each turn of the ring keep rounding from piling up.
 */
export function weightedSum(
  x: Float64Array,
  period: number,
  state = weightedSumState(period),
): MeanAndWeightedMean {
  const mean = new Float64Array(x.length);
  const weightedMean = new Float64Array(x.length);
  const totalWeight = (period * (period + 1)) / 2;
  const { ring } = state;
  let { position, count, sum, weighted, sumOfTurn, weightedOfTurn } = state;
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    mean[i] = weightedMean[i] = Number.NaN;
    if (Number.isNaN(v)) continue;
    // Every weight falls by one, which takes away the plain sum, and the newest value enters with the full weight.
    weighted += period * v - sum;
    sum += v - ring[position]!;
    sumOfTurn += v;
    weightedOfTurn += (position + 1) * v;
    ring[position] = v;
    if (++position === period) {
      position = 0;
      sum = sumOfTurn;
      weighted = weightedOfTurn;
      sumOfTurn = weightedOfTurn = 0;
    }
    if (++count < period) continue;
    mean[i] = sum / period;
    weightedMean[i] = weighted / totalWeight;
  }
  Object.assign(state, { position, count, sum, weighted, sumOfTurn, weightedOfTurn });
  return { mean, weightedMean };
}

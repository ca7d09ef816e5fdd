/** Reduces rows `start` (oldest) to `end - 1` (newest) of two columns to one number. */
export type ReducePair = (x: Float64Array, y: Float64Array, start: number, end: number) => number;

/** Applies `reduce` to each window of `period` rows of two columns that are NaN in their warm-up and nowhere else. */
export function overPairs(
  x: Float64Array,
  y: Float64Array,
  period: number,
  reduce: ReducePair,
): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  let first = 0;
  while (first < x.length && Number.isNaN(x[first]! + y[first]!)) first++;
  for (let end = first + period; end <= x.length; end++) out[end - 1] = reduce(x, y, end - period, end);
  return out;
}

/** Pearson correlation; 0 when either side does not vary. */
export const correlation: ReducePair = (x, y, start, end) => {
  let [sumX, sumY] = [0, 0];
  for (let i = start; i < end; i++) {
    sumX += x[i]!;
    sumY += y[i]!;
  }
  const [meanX, meanY] = [sumX / (end - start), sumY / (end - start)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = start; i < end; i++) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const spread = Math.sqrt(xx * yy);
  return spread > 0 ? xy / spread : 0;
};

/** Mean of x weighted by y; the plain mean when all weights are zero. */
export const weightedMean: ReducePair = (x, y, start, end) => {
  let [weighted, weight, sum] = [0, 0, 0];
  for (let i = start; i < end; i++) {
    weighted += x[i]! * y[i]!;
    weight += y[i]!;
    sum += x[i]!;
  }
  return weight > 0 ? weighted / weight : sum / (end - start);
};

/** Sum of x over sum of y; 0 when y is nothing. */
export const ratioOfSums: ReducePair = (x, y, start, end) => {
  let [sumX, sumY] = [0, 0];
  for (let i = start; i < end; i++) {
    sumX += x[i]!;
    sumY += y[i]!;
  }
  return sumY > 0 ? sumX / sumY : 0;
};

/** Pearson correlation of the last `period` values of two columns; 0 when either side does not vary. */
export function rollingCorrelation(x: Float64Array, y: Float64Array, period: number): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  for (let end = period; end <= x.length; end++) out[end - 1] = correlation(x, y, end - period, end);
  return out;
}

function correlation(x: Float64Array, y: Float64Array, start: number, end: number): number {
  let sumX = 0;
  let sumY = 0;
  for (let i = start; i < end; i++) {
    sumX += x[i]!;
    sumY += y[i]!;
  }
  const meanX = sumX / (end - start);
  const meanY = sumY / (end - start);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = start; i < end; i++) {
    const dx = x[i]! - meanX;
    const dy = y[i]! - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const spread = Math.sqrt(xx * yy);
  return spread > 0 ? xy / spread : 0;
}

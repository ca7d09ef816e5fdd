/** Range of the cumulative deviations from the mean, over the standard deviation; 0 without spread. */
export function rescaledRange(values: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let j = start; j < end; j++) sum += values[j]!;
  const mean = sum / (end - start);
  let walk = 0;
  let squares = 0;
  let top = Number.NEGATIVE_INFINITY;
  let bottom = Number.POSITIVE_INFINITY;
  for (let j = start; j < end; j++) {
    const deviation = values[j]! - mean;
    walk += deviation;
    squares += deviation * deviation;
    top = Math.max(top, walk);
    bottom = Math.min(bottom, walk);
  }
  return squares === 0 ? 0 : (top - bottom) / Math.sqrt(squares / (end - start));
}

/**
 * The excess of the rescaled range of `size` independent values over its asymptote √(π size / 2), on average (Anis and
 * Lloyd 1976). The ratio of gamma functions in it follows from that of size - 1.
 */
export function expectedExcess(size: number): number {
  let gammaRatio = 1;
  for (let n = 2; n < size; n++) gammaRatio = 2 / (Math.PI * (n - 1) * gammaRatio);
  let sum = 0;
  for (let j = 1; j < size; j++) sum += Math.sqrt((size - j) / j);
  return gammaRatio * sum - Math.sqrt((Math.PI * size) / 2);
}

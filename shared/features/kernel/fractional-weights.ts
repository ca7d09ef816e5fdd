/**
 * Weights of the fractional difference (1 - L)^d, newest first (Hosking 1981; López de Prado, 5.4), for the first
 * `length` lags. d = 1 is the plain difference, d = 0 the series itself; between them some memory is kept.
 */
export function fractionalWeights(d: number, length: number): Float64Array {
  const weights = new Float64Array(length);
  weights[0] = 1;
  for (let lag = 1; lag < length; lag++) weights[lag] = (-weights[lag - 1]! * (d - lag + 1)) / lag;
  return weights;
}

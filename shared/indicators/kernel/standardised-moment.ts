/** Mean of the k-th power of the deviations from the mean, in standard deviations; 0 without spread. */
export function standardisedMoment(values: Float64Array, start: number, end: number, k: 3 | 4): number {
  const count = end - start;
  let sum = 0;
  for (let j = start; j < end; j++) sum += values[j]!;
  const mean = sum / count;
  let second = 0;
  let kth = 0;
  for (let j = start; j < end; j++) {
    const deviation = values[j]! - mean;
    const square = deviation * deviation;
    second += square;
    kth += k === 3 ? square * deviation : square * square;
  }
  const variance = second / count;
  const scale = k === 3 ? variance * Math.sqrt(variance) : variance * variance;
  return scale === 0 || variance <= (4 * Number.EPSILON * mean) ** 2 ? 0 : kth / count / scale;
}

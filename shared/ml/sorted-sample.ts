/**
 * The present values of a column, ascending, or of a regular draw from it where it is longer than `limit`: its
 * quantiles are as good as those of all, and sorting stays cheap. Missing values (NaN) are left out.
 */
export function sortedSample(values: Float32Array, limit: number): Float32Array {
  const stride = Math.max(1, Math.ceil(values.length / limit));
  const sample = new Float32Array(Math.ceil(values.length / stride));
  let count = 0;
  for (let i = 0; i < values.length; i += stride) {
    const value = values[i]!;
    if (!Number.isNaN(value)) sample[count++] = value;
  }
  return sample.subarray(0, count).sort();
}

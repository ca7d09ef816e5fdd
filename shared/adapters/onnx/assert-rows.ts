/** Throws a RangeError unless the features are exactly that many rows. */
export function assertRows(features: Float32Array, rows: number, rowLength: number): void {
  if (Number.isInteger(rows) && rows > 0 && features.length === rows * rowLength) return;
  throw new RangeError(`${rows} rows of ${rowLength} numbers are not ${features.length} numbers`);
}

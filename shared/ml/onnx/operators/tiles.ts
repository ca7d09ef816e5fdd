import { padded } from "../../matrix/arithmetic.ts";

/** A matrix of rows of `columns` numbers with the rows padded to whole tiles. */
export function paddedMatrix(
  rows: number,
  columns: number,
  value: (row: number, column: number) => number,
): Float32Array {
  const width = padded(columns);
  const matrix = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) matrix[row * width + column] = value(row, column);
  return matrix;
}

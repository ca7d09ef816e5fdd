import type { Numbers } from "../../matrix/arithmetic.ts";

/** Fills each row with the bias: products are added to it. */
export function addBias(into: Numbers, bias: Numbers, rows: number, from = 0): void {
  for (let row = from; row < from + rows; row++) into.set(bias, row * bias.length);
}

/** Adds up the rows of a gradient. */
export function biasGradient(gradient: Numbers, into: Numbers, rows: number): void {
  const width = into.length;
  for (let row = 0; row < rows; row++) for (let k = 0; k < width; k++) into[k]! += gradient[row * width + k]!;
}

/** Writes a matrix with its rows and columns exchanged. */
export function turnInto(matrix: Numbers, into: Numbers, rows: number, columns: number, from = 0): void {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) into[j * rows + i] = matrix[from + i * columns + j]!;
}

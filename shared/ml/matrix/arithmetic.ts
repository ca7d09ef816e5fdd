/** Float32 where models are trained; float64 where gradients are checked. */
export type Numbers = Float32Array | Float64Array;

/** Numbers in rows: element (i, j) is `data[at + i * row + j * column]`. */
export interface Matrix {
  readonly data: Numbers;
  readonly at: number;
  /** Numbers between one row and the next. */
  readonly row: number;
  /** Numbers between one column and the next, 1 when left out; a turned matrix has 1 between its rows. */
  readonly column?: number;
}

/** Memory and products of matrices: what layers compute with. */
export interface Arithmetic {
  /** Zeros. */
  allocate(length: number): Numbers;
  /**
   * C += A B. The columns of B and C lie side by side.
   * @param columns a multiple of 8: widths are padded to it with zeros
   */
  multiply(a: Matrix, b: Matrix, c: Matrix, rows: number, inner: number, columns: number): void;
}

/** The width with room for a whole number of tiles. */
export const padded = (width: number) => Math.ceil(width / 8) * 8;

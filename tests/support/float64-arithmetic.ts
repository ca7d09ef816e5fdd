import type { Arithmetic } from "../../shared/ml/matrix/arithmetic.ts";

/** The same arithmetic in plain float64 loops: what the float32 kernel is checked against, and gradients in. */
export const float64Arithmetic: Arithmetic = {
  allocate: (length) => new Float64Array(length),
  multiply(a, b, c, rows, inner, columns) {
    const column = a.column ?? 1;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++)
          sum += a.data[a.at + i * a.row + k * column]! * b.data[b.at + k * b.row + j]!;
        c.data[c.at + i * c.row + j]! += sum;
      }
    }
  },
};

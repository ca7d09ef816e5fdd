/** Sweeps after which the coefficients of so few columns have long settled. */
const SWEEPS = 500;
const SETTLED = 1e-10;

/**
 * Elastic net by coordinate descent (Friedman, Hastie and Tibshirani 2010): minimises half the weighted mean squared
 * error of the outcome on the columns, plus `threshold` times the sum of sizes and half of `ridge` times that of squares.
 * @param columns and `outcome` standardised; a column of zeros keeps the coefficient 0
 */
export function elasticNet(
  columns: readonly Float64Array[],
  outcome: Float64Array,
  weights: Float64Array,
  { threshold, ridge }: { readonly threshold: number; readonly ridge: number },
): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const product = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let row = 0; row < a.length; row++) sum += weights[row]! * a[row]! * b[row]!;
    return sum / total;
  };
  const withOutcome = columns.map((column) => product(column, outcome));
  const gram = columns.map((column) => columns.map((other) => product(column, other)));
  const coefficients = new Float64Array(columns.length);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = 0;
    for (let k = 0; k < columns.length; k++) {
      const own = gram[k]![k]!;
      if (!(own > 0)) continue;
      const others = gram[k]!.reduce((sum, shared, j) => sum + (j === k ? 0 : shared * coefficients[j]!), 0);
      const next = shrunk(withOutcome[k]! - others, threshold) / (own + ridge);
      moved = Math.max(moved, Math.abs(next - coefficients[k]!));
      coefficients[k] = next;
    }
    if (moved < SETTLED) break;
  }
  return coefficients;
}

function shrunk(value: number, by: number): number {
  const size = Math.abs(value) - by;
  return size > 0 ? Math.sign(value) * size : 0;
}

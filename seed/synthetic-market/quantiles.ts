import { log } from "../../shared/math/elementary.ts";

/** Acklam's rational approximation of the lower half of the normal quantile function; relative error 1.15e-9. */
function lowerNormalQuantile(p: number): number {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * log(p));
    const top =
      ((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q -
        2.549732539343734) *
        q +
        4.374664141464968) *
        q +
      2.938163982698783;
    const bottom =
      (((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) *
        q +
      1;
    return top / bottom;
  }
  const q = p - 0.5;
  const r = q * q;
  const top =
    (((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r +
      1.38357751867269e2) *
      r -
      3.066479806614716e1) *
      r +
      2.506628277459239) *
    q;
  const bottom =
    ((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r +
      6.680131188771972e1) *
      r -
      1.328068155288572e1) *
      r +
    1;
  return top / bottom;
}

/**
 * `size` equally likely standard normal values, ascending, with mean 0 and variance 1 exactly: drawing one of them
 * costs an array read, where a formula costs a logarithm.
 */
export function normalQuantiles(size: number): Float64Array {
  const table = new Float64Array(size);
  let squares = 0;
  for (let i = 0; i < size / 2; i++) {
    const z = lowerNormalQuantile((i + 0.5) / size);
    table[i] = z;
    table[size - 1 - i] = -z;
    squares += 2 * z * z;
  }
  const scale = Math.sqrt(size / squares);
  return table.map((z) => z * scale);
}

/** `size` equally likely exponential values, ascending, with mean 1 exactly. */
export function exponentialQuantiles(size: number): Float64Array {
  const table = Float64Array.from({ length: size }, (_, i) => -log(1 - (i + 0.5) / size));
  const mean = table.reduce((sum, value) => sum + value, 0) / size;
  return table.map((value) => value / mean);
}

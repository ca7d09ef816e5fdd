/** Windows of this many spans hold all but e^-8 of an exponential average's weight. */
const SPANS = 4;

/** Bars that `finiteExponential` looks back on. */
export const exponentialWindow = (span: number): number => SPANS * span;

/**
 * Exponential average of the last four spans, its weights scaled to a sum of 1. The textbook form remembers its whole
 * history, and no number of bars gives it again when serving. Each step takes off what leaves the window; rounding
 * decays with the weights.
 */
export function finiteExponential(x: Float64Array, span: number): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  const window = exponentialWindow(span);
  const alpha = 2 / (span + 1);
  let weightLeft = 1;
  let sum = 0;
  for (let row = 0; row < Math.min(window, x.length); row++) {
    sum = (1 - alpha) * sum + alpha * x[row]!;
    weightLeft *= 1 - alpha;
  }
  for (let row = window - 1; row < x.length; row++) {
    if (row >= window) sum = (1 - alpha) * sum + alpha * (x[row]! - weightLeft * x[row - window]!);
    out[row] = sum / (1 - weightLeft);
  }
  return out;
}

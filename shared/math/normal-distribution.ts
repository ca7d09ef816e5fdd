import { exp } from "./elementary.ts";

const INVERSE_SQRT_2_PI = 0.3989422804014327;

/** Standard normal density. */
const density = (x: number): number => INVERSE_SQRT_2_PI * exp(-0.5 * x * x);

/**
 * Standard normal distribution function, to 1e-15. Near the middle by its power series
 * (Abramowitz and Stegun 26.2.11), in the tails by the continued fraction of the Mills ratio (26.2.14).
 */
export function normalCdf(x: number): number {
  if (x < -3) return density(x) * millsRatio(-x);
  if (x > 3) return 1 - density(x) * millsRatio(x);
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + density(x) * sum;
}

/** (1 - cdf(x)) / density(x) for x > 3, where 150 levels of the continued fraction are exact. */
function millsRatio(x: number): number {
  let fraction = x;
  for (let level = 150; level > 0; level--) fraction = x + level / fraction;
  return 1 / fraction;
}

/** Inverse of `normalCdf` for 0 < p < 1, by bisection: it is asked for a few times a report. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError("a quantile needs a probability between 0 and 1");
  let low = -38;
  let high = 38;
  for (let i = 0; i < 64; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

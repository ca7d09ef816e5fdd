import type { Reduce } from "../../indicators/kernel/window.ts";

// Each window is reduced afresh: a running update would be faster and would carry its rounding along, and then a value
// would depend on where the history began. So serving from a few hundred bars gives the bits that training saw.

export const sum: Reduce = (x, start, end) => {
  let total = 0;
  for (let i = start; i < end; i++) total += x[i]!;
  return total;
};

export const mean: Reduce = (x, start, end) => sum(x, start, end) / (end - start);

export const rootMeanSquare: Reduce = (x, start, end) => {
  let squares = 0;
  for (let i = start; i < end; i++) squares += x[i]! * x[i]!;
  return Math.sqrt(squares / (end - start));
};

/** Mean of (x - mean)^power. */
function centralMoment(x: Float64Array, start: number, end: number, power: 2 | 3 | 4): number {
  const centre = mean(x, start, end);
  let total = 0;
  for (let i = start; i < end; i++) {
    const deviation = x[i]! - centre;
    const square = deviation * deviation;
    total += power === 2 ? square : power === 3 ? square * deviation : square * square;
  }
  return total / (end - start);
}

/** Below this share of the level a spread is rounding and not spread. */
const ROUNDING = 1e-14;

/** Standard deviation of the population; exactly 0 for a constant. */
export const deviation: Reduce = (x, start, end) => {
  const spread = Math.sqrt(centralMoment(x, start, end, 2));
  return spread > ROUNDING * Math.abs(x[end - 1]!) ? spread : 0;
};

/** Third standardised moment; 0 for a constant. */
export const skewness: Reduce = (x, start, end) => {
  const spread = deviation(x, start, end);
  return spread > 0 ? centralMoment(x, start, end, 3) / (spread * spread * spread) : 0;
};

/** Fourth standardised moment less 3; 0 for a constant. */
export const excessKurtosis: Reduce = (x, start, end) => {
  const spread = deviation(x, start, end);
  return spread > 0 ? centralMoment(x, start, end, 4) / (spread * spread * spread * spread) - 3 : 0;
};

/** (newest - mean) / deviation; 0 for a constant. */
export const zScoreOfNewest: Reduce = (x, start, end) => {
  const spread = deviation(x, start, end);
  return spread > 0 ? (x[end - 1]! - mean(x, start, end)) / spread : 0;
};

/** Share of the other values below the newest one, equal ones counting half: 0..1. */
export const rankOfNewest: Reduce = (x, start, end) => {
  const newest = x[end - 1]!;
  let below = 0;
  for (let i = start; i < end - 1; i++) below += x[i]! < newest ? 1 : x[i] === newest ? 0.5 : 0;
  return below / (end - 1 - start);
};

/** Autocorrelation at a lag, about the window's mean; 0 for a constant. */
export const autocorrelation =
  (lag: number): Reduce =>
  (x, start, end) => {
    const centre = mean(x, start, end);
    let [products, squares] = [0, 0];
    for (let i = start; i < end; i++) {
      squares += (x[i]! - centre) * (x[i]! - centre);
      if (i - lag >= start) products += (x[i]! - centre) * (x[i - lag]! - centre);
    }
    return squares > 0 ? products / squares : 0;
  };

/** Slope of the least-squares line, a bar. */
export const slope: Reduce = (x, start, end) => {
  const middle = (start + end - 1) / 2;
  let [products, squares] = [0, 0];
  for (let i = start; i < end; i++) {
    products += (i - middle) * (x[i]! - x[start]!);
    squares += (i - middle) * (i - middle);
  }
  return products / squares;
};

/** Share of the variance that the least-squares line explains, 0..1; 0 for a constant. */
export const rSquared: Reduce = (x, start, end) => {
  const n = end - start;
  const spread = deviation(x, start, end);
  if (spread === 0) return 0;
  const steepness = slope(x, start, end);
  return (steepness * steepness * (n * n - 1)) / 12 / (spread * spread);
};

/** Dot product with fixed weights, newest first. */
export const weightedSum =
  (weights: Float64Array): Reduce =>
  (x, _start, end) => {
    let total = 0;
    for (let age = 0; age < weights.length; age++) total += weights[age]! * x[end - 1 - age]!;
    return total;
  };

import type { Reduce } from "../../indicators/kernel/window.ts";

// Each window is reduced afresh: a running update would carry its rounding along.

const mean: Reduce = (x, start, end) => {
  let total = 0;
  for (let i = start; i < end; i++) total += x[i]!;
  return total / (end - start);
};

/** Below this share of the level a spread is rounding and not spread. */
const ROUNDING = 1e-14;

/** Standard deviation of the population about a mean known already; exactly 0 for a constant. */
function deviationAbout(centre: number, x: Float64Array, start: number, end: number): number {
  let squares = 0;
  for (let i = start; i < end; i++) squares += (x[i]! - centre) * (x[i]! - centre);
  const spread = Math.sqrt(squares / (end - start));
  return spread > ROUNDING * Math.abs(centre) ? spread : 0;
}

export const deviation: Reduce = (x, start, end) => deviationAbout(mean(x, start, end), x, start, end);

/** Third standardised moment; 0 for a constant. */
export const skewness: Reduce = (x, start, end) => {
  const centre = mean(x, start, end);
  const spread = deviationAbout(centre, x, start, end);
  let cubes = 0;
  for (let i = start; i < end; i++) cubes += (x[i]! - centre) * (x[i]! - centre) * (x[i]! - centre);
  return spread > 0 ? cubes / (end - start) / (spread * spread * spread) : 0;
};

/** Fourth standardised moment less 3; 0 for a constant. */
export const excessKurtosis: Reduce = (x, start, end) => {
  const centre = mean(x, start, end);
  const spread = deviationAbout(centre, x, start, end);
  let fourths = 0;
  for (let i = start; i < end; i++) {
    const square = (x[i]! - centre) * (x[i]! - centre);
    fourths += square * square;
  }
  return spread > 0 ? fourths / (end - start) / (spread * spread * spread * spread) - 3 : 0;
};

/** (newest - mean) / deviation; 0 for a constant. */
export const zScoreOfNewest: Reduce = (x, start, end) => {
  const centre = mean(x, start, end);
  const spread = deviationAbout(centre, x, start, end);
  return spread > 0 ? (x[end - 1]! - centre) / spread : 0;
};

/** Share of the other values below the newest one, equal ones counting half: 0..1. */
export const rankOfNewest: Reduce = (x, start, end) => {
  const newest = x[end - 1]!;
  let below = 0;
  let notAbove = 0;
  for (let i = start; i < end - 1; i++) {
    below += Number(x[i]! < newest);
    notAbove += Number(x[i]! <= newest);
  }
  return (below + notAbove) / 2 / (end - 1 - start);
};

/** Range of the path of deviations from the mean over the deviation (Hurst's R/S); 0 for a constant. */
export const rescaledRange: Reduce = (x, start, end) => {
  const centre = mean(x, start, end);
  const spread = deviationAbout(centre, x, start, end);
  let path = 0;
  let low = 0;
  let high = 0;
  for (let i = start; i < end; i++) {
    path += x[i]! - centre;
    if (path < low) low = path;
    if (path > high) high = path;
  }
  return spread > 0 ? (high - low) / spread : 0;
};

/** Dot product with fixed weights, newest first. */
export const weightedSum =
  (weights: Float64Array): Reduce =>
  (x, _start, end) => {
    let total = 0;
    for (let age = 0; age < weights.length; age++) total += weights[age]! * x[end - 1 - age]!;
    return total;
  };

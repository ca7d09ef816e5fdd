import { type RollingSumState, rollingSum, rollingSumState } from "./rolling-sum.ts";
import { type WindowState, windowState } from "./window.ts";

export const rollingVarianceState = (period: number) => ({
  sum: rollingSumState(period),
  window: windowState(period),
});
export type RollingVarianceState = { sum: RollingSumState; window: WindowState };

export interface MeanAndVariance {
  readonly mean: Float64Array;
  /** Of the population: divided by the period. */
  readonly variance: Float64Array;
}

/**
 * Mean and variance of the last `period` values. The squares are summed about the window's own mean: the one-pass
 * E[x²] - E[x]² loses every digit when the spread is small against the level, as it is for prices.
 */
export function rollingVariance(
  x: Float64Array,
  period: number,
  state: RollingVarianceState = rollingVarianceState(period),
): MeanAndVariance {
  const mean = rollingSum(x, period, 1 / period, state.sum);
  const variance = new Float64Array(x.length);
  const { values } = state.window;
  let { position } = state.window;
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    variance[i] = Number.NaN;
    if (Number.isNaN(v)) continue;
    values[position] = v;
    values[position + period] = v;
    if (++position === period) position = 0;
    if (!Number.isNaN(mean[i]!))
      variance[i] = squaresAbout(mean[i]!, values, position, position + period) / period;
  }
  state.window.position = position;
  return { mean, variance };
}

/** Below this share of the level a spread is rounding, not spread: constants have none, whatever their size. */
const ROUNDING = 4 * Number.EPSILON;

/** Sum of squared deviations; `deviations` takes away what the rounding of the mean adds. */
function squaresAbout(mean: number, values: Float64Array, start: number, end: number): number {
  let squares = 0;
  let deviations = 0;
  for (let j = start; j < end; j++) {
    const deviation = values[j]! - mean;
    squares += deviation * deviation;
    deviations += deviation;
  }
  squares -= (deviations * deviations) / (end - start);
  const rounding = ROUNDING * mean;
  return squares > (end - start) * rounding * rounding ? squares : 0;
}

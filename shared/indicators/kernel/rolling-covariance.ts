export const rollingCovarianceState = (period: number) => ({
  x: new Float64Array(period),
  y: new Float64Array(period),
  position: 0,
  count: 0,
});
export type RollingCovarianceState = ReturnType<typeof rollingCovarianceState>;

/** Below this share of the level a spread is rounding, not spread. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * Population variances and covariance of two series over `period` bars, about the window's own means. A spread that
 * is no larger than rounding counts as none.
 */
export function rollingCovariance(
  x: Float64Array,
  y: Float64Array,
  period: number,
  state: RollingCovarianceState = rollingCovarianceState(period),
) {
  const variance_x = new Float64Array(x.length).fill(Number.NaN);
  const variance_y = variance_x.slice();
  const covariance = variance_x.slice();
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!)) continue;
    state.x[state.position] = x[i]!;
    state.y[state.position] = y[i]!;
    if (++state.position === period) state.position = 0;
    if (++state.count < period) continue;
    const meanX = mean(state.x);
    const meanY = mean(state.y);
    variance_x[i] = productAbout(state.x, meanX, state.x, meanX);
    variance_y[i] = productAbout(state.y, meanY, state.y, meanY);
    covariance[i] = productAbout(state.x, meanX, state.y, meanY);
  }
  return { variance_x, variance_y, covariance };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum / values.length;
}

function productAbout(x: Float64Array, meanX: number, y: Float64Array, meanY: number): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += (x[k]! - meanX) * (y[k]! - meanY);
  const product = sum / x.length;
  return Math.abs(product) > Math.abs(ROUNDING * meanX * ROUNDING * meanY) ? product : 0;
}

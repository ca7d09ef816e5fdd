import { defineIndicator } from "../definition.ts";
import { rollingCovariance, rollingCovarianceState } from "../kernel/rolling-covariance.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Pearson's correlation of two series over `period` bars, and its square. A constant series gives 0. */
export function correlation(
  x: Float64Array,
  y: Float64Array,
  period: number,
  state = rollingCovarianceState(period),
) {
  const { variance_x, variance_y, covariance } = rollingCovariance(x, y, period, state);
  const coefficient = covariance.map((product, i) => {
    const spread = Math.sqrt(variance_x[i]! * variance_y[i]!);
    return spread === 0 ? 0 : Math.max(-1, Math.min(1, product / spread));
  });
  return { correlation: coefficient, r_squared: coefficient.map((value) => value * value) };
}

export const CORRELATION = defineIndicator({
  id: "correlation",
  title: "Correlation",
  category: "statistics",
  source: "Pearson's coefficient of the closes with those of a reference instrument.",
  params: { period: barCount(20) },
  inputs: ["close", "reference"],
  outputs: { correlation: bounded(-1, 1), r_squared: bounded(0, 1) },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => rollingCovarianceState(period),
  run: ({ close, reference }, { period }, state) => correlation(close, reference, period, state),
});

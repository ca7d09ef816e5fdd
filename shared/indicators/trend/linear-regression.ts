import { defineIndicator } from "../definition.ts";
import { rollingVariance, rollingVarianceState } from "../kernel/rolling-variance.ts";
import { squareRoots } from "../kernel/square-roots.ts";
import { weightedSum, weightedSumState } from "../kernel/weighted-sum.ts";
import { bounded, price, redrawn } from "../outputs.ts";
import { barCount } from "../params.ts";

const linearRegressionState = (period: number) => ({
  means: weightedSumState(period),
  spread: rollingVarianceState(period),
});

/**
 * Least-squares line through the last `period` values, by the two means that determine it: a line's weighted mean
 * exceeds its simple mean by slope (period - 1) / 6. `forecast` is the line's next point.
 */
export function linearRegression(x: Float64Array, period: number, state = linearRegressionState(period)) {
  const { mean, weightedMean } = weightedSum(x, period, state.means);
  const { variance } = rollingVariance(x, period, state.spread);
  const slope = mean.map((value, i) => (6 * (weightedMean[i]! - value)) / (period - 1));
  const reach = (period - 1) / 2;
  const varianceOfTime = (period * period - 1) / 12;
  return {
    slope,
    /** Where the line begins, at the oldest bar of the window. */
    start: mean.map((value, i) => value - slope[i]! * reach),
    end: mean.map((value, i) => value + slope[i]! * reach),
    forecast: mean.map((value, i) => value + slope[i]! * (reach + 1)),
    r_squared: variance.map((spread, i) =>
      spread === 0 ? 0 : Math.min(1, (slope[i]! * slope[i]! * varianceOfTime) / spread),
    ),
    deviation: squareRoots(variance),
  };
}

/** The line of the last window, over its bars. */
function lastLine(x: Float64Array, period: number): Float64Array {
  const { slope, end } = linearRegression(x, period);
  const line = new Float64Array(x.length).fill(Number.NaN);
  const last = x.length - 1;
  for (let back = 0; back < period && back <= last; back++)
    line[last - back] = end[last]! - slope[last]! * back;
  return line;
}

export const LINEAR_REGRESSION = defineIndicator({
  id: "linear_regression",
  title: "Linear regression",
  category: "trend",
  source:
    "Least squares: slope per bar, first, last and next point of the line, R² (0 without spread), population deviation.",
  params: { period: barCount(14) },
  inputs: ["close"],
  outputs: {
    line: redrawn(price),
    slope: price,
    start: price,
    end: price,
    forecast: price,
    r_squared: bounded(0, 1),
    deviation: price,
  },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => linearRegressionState(period),
  run: ({ close }, { period }, state) => ({
    ...linearRegression(close, period, state),
    line: new Float64Array(close.length).fill(Number.NaN),
  }),
  redraw: ({ close }, { period }) => ({ line: lastLine(close, period) }),
});

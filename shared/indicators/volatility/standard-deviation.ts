import { defineIndicator } from "../definition.ts";
import { rollingVariance, rollingVarianceState } from "../kernel/rolling-variance.ts";
import { squareRoots } from "../kernel/square-roots.ts";
import { price, squaredPrice } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Population standard deviation and variance of the last `period` values. */
export function standardDeviation(x: Float64Array, period: number, state = rollingVarianceState(period)) {
  const { variance } = rollingVariance(x, period, state);
  return { deviation: squareRoots(variance), variance };
}

export const STANDARD_DEVIATION = defineIndicator({
  id: "standard_deviation",
  title: "Standard deviation",
  category: "volatility",
  source: "Of the population, about the window's own mean.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { deviation: price, variance: squaredPrice },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => rollingVarianceState(period),
  run: ({ close }, { period }, state) => standardDeviation(close, period, state),
});

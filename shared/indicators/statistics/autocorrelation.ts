import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { rollingCovarianceState } from "../kernel/rolling-covariance.ts";
import { simpleReturns } from "../kernel/simple-returns.ts";
import { bounded } from "../outputs.ts";
import { barCount, integer } from "../params.ts";
import { correlation } from "./correlation.ts";

const autocorrelationState = (period: number, distance: number) => ({
  previous: lagState(1),
  earlier: lagState(distance),
  products: rollingCovarianceState(period),
});

/** Correlation of the last `period` returns with those `distance` bars before them. */
export function autocorrelation(
  x: Float64Array,
  period: number,
  distance: number,
  state = autocorrelationState(period, distance),
): Float64Array {
  const returns = simpleReturns(x, state.previous);
  return correlation(returns, lag(returns, distance, state.earlier), period, state.products).correlation;
}

export const AUTOCORRELATION = defineIndicator({
  id: "autocorrelation",
  title: "Autocorrelation of returns",
  category: "statistics",
  source:
    "Pearson's coefficient of the window's returns with those `distance` bars earlier. No spread gives 0.",
  params: { period: barCount(20), distance: integer(1, 1, 100) },
  inputs: ["close"],
  outputs: { autocorrelation: bounded(-1, 1) },
  memory: "finite",
  warmUp: ({ period, distance }) => period + distance,
  state: ({ period, distance }) => autocorrelationState(period, distance),
  run: ({ close }, { period, distance }, state) => ({
    autocorrelation: autocorrelation(close, period, distance, state),
  }),
});

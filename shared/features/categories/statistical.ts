import type { Reduce } from "../../indicators/kernel/window.ts";
import { log } from "../../ml/math.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import { fractionalWeights } from "../kernel/fractional-weights.ts";
import { correlation, overPairs } from "../kernel/over-pairs.ts";
import { quotient } from "../kernel/quotient.ts";
import {
  autocorrelation,
  deviation,
  excessKurtosis,
  mean,
  rankOfNewest,
  skewness,
  zScoreOfNewest,
} from "../kernel/window-statistics.ts";

const statistical = featuresOf("statistical");

const FRACTIONAL_BARS = 100;

/** Fractional difference of the path that begins at 0 with the window: free of the price's level. */
function fractionalDifference(d: number): Reduce {
  const weights = fractionalWeights(d, FRACTIONAL_BARS);
  return (x, start, end) => {
    let total = 0;
    for (let age = 0; age < weights.length; age++) total += weights[age]! * (x[end - 1 - age]! - x[start]!);
    return total;
  };
}

/** Rescaled range as an exponent: log(R / S) / log(n); 0.5 of a random walk, 0 without movement. */
const rescaledRange: Reduce = (x, start, end) => {
  const centre = mean(x, start, end);
  const spread = deviation(x, start, end);
  let [path, low, high] = [0, 0, 0];
  for (let i = start; i < end; i++) {
    path += x[i]! - centre;
    low = Math.min(low, path);
    high = Math.max(high, path);
  }
  return spread > 0 ? log((high - low) / spread) / log(end - start) : 0;
};

export const STATISTICAL_FEATURES: readonly FeatureDefinition[] = [
  ...[50, 100, 200].map((bars) =>
    statistical(`zscore_price_${bars}`, bars, `(close - mean) / deviation of ${bars} closes.`, (inputs) =>
      inputs.over(inputs.bars.close, bars, zScoreOfNewest),
    ),
  ),
  ...[20, 60].map((bars) =>
    statistical(`skewness_${bars}`, bars + 1, `Skewness of ${bars} log returns.`, (inputs) =>
      inputs.over(inputs.logReturn, bars, skewness),
    ),
  ),
  ...[20, 60].map((bars) =>
    statistical(`kurtosis_${bars}`, bars + 1, `Excess kurtosis of ${bars} log returns.`, (inputs) =>
      inputs.over(inputs.logReturn, bars, excessKurtosis),
    ),
  ),
  ...(
    [
      [1, 20],
      [1, 60],
      [2, 60],
      [5, 20],
      [5, 60],
      [10, 60],
    ] as const
  ).map(([lag, bars]) =>
    statistical(
      `autocorrelation_${lag}_${bars}`,
      bars + 1,
      `Autocorrelation of ${bars} log returns at lag ${lag}.`,
      (inputs) => inputs.over(inputs.logReturn, bars, autocorrelation(lag)),
    ),
  ),
  statistical(
    "volatility_clustering_60",
    61,
    "Autocorrelation of 60 absolute log returns at lag 1.",
    (inputs) => inputs.over(inputs.logReturn.map(Math.abs), 60, autocorrelation(1)),
  ),
  statistical(
    "leverage_correlation_60",
    61,
    "Correlation of 60 log returns with their absolute values.",
    (inputs) => overPairs(inputs.logReturn, inputs.logReturn.map(Math.abs), 60, correlation),
  ),
  ...[20, 60].map((bars) =>
    statistical(
      `up_share_${bars}`,
      bars + 1,
      `Share of ${bars} bars that closed above the close before, ties half.`,
      (inputs) =>
        inputs.over(
          inputs.logReturn.map((r) => 0.5 + 0.5 * Math.sign(r)),
          bars,
          mean,
        ),
    ),
  ),
  ...[100].map((bars) =>
    statistical(
      `return_percentile_${bars}`,
      bars + 1,
      `Share of the ${bars - 1} log returns before that were lower.`,
      (inputs) => inputs.over(inputs.logReturn, bars, rankOfNewest),
    ),
  ),
  ...[50, 200].map((bars) =>
    statistical(
      `price_percentile_${bars}`,
      bars,
      `Share of the ${bars - 1} closes before that were lower.`,
      (inputs) => inputs.over(inputs.bars.close, bars, rankOfNewest),
    ),
  ),
  statistical(
    "hurst_100",
    101,
    "Rescaled range of 100 log returns as an exponent: log(R / S) / log(100).",
    (inputs) => inputs.over(inputs.logReturn, 100, rescaledRange),
  ),
  ...[0.3, 0.6].map((d) =>
    statistical(
      `fractional_difference_${d * 100}`,
      FRACTIONAL_BARS,
      `Fractional difference of order ${d} of the log close over 100 bars, from the window's first close, over volatility_50.`,
      (inputs) =>
        quotient(
          inputs.over(inputs.logClose, FRACTIONAL_BARS, fractionalDifference(d)),
          inputs.volatility(50),
        ),
    ),
  ),
];

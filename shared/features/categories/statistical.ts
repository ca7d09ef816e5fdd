import { lag } from "../../indicators/kernel/lag.ts";
import type { Reduce } from "../../indicators/kernel/window.ts";
import { log } from "../../math/elementary.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { fractionalWeights } from "../kernel/fractional-weights.ts";
import { quotient } from "../kernel/quotient.ts";
import { rollingCorrelation } from "../kernel/rolling-correlation.ts";
import {
  excessKurtosis,
  rankOfNewest,
  rescaledRange,
  skewness,
  weightedSum,
  zScoreOfNewest,
} from "../kernel/window-statistics.ts";
import { windowSum } from "../kernel/window-sum.ts";

const statistical = featuresOf("statistical");

const FRACTIONAL_BARS = 100;

/**
 * Weights of the fractional difference of a path that begins at 0 with its window: the oldest value is taken off all of
 * them, which frees the result of the price's level.
 */
function levelFreeWeights(d: number): Float64Array {
  const weights = fractionalWeights(d, FRACTIONAL_BARS);
  weights[FRACTIONAL_BARS - 1]! -= weights.reduce((total, weight) => total + weight, 0);
  return weights;
}

/** Autocorrelation about zero: the mean of returns is noise beside their size. Needs bars + lag + 1 bars. */
function autocorrelation(inputs: FeatureInputs, bars: number, distance: number): Float64Array {
  const before = lag(inputs.logReturn, distance);
  const products = inputs.logReturn.map((r, i) => r * before[i]!);
  return quotient(windowSum(products, bars), windowSum(inputs.squaredReturn, bars));
}

const overReturns = (bars: number, reduce: Reduce) => (inputs: FeatureInputs) =>
  inputs.over(inputs.logReturn, bars, reduce);

export const STATISTICAL_FEATURES: readonly FeatureDefinition[] = [
  ...[50, 100].map((bars) =>
    statistical(`zscore_price_${bars}`, bars, `(close - mean) / deviation of ${bars} closes.`, (inputs) =>
      inputs.over(inputs.bars.close, bars, zScoreOfNewest),
    ),
  ),
  ...[20, 60].flatMap((bars) => [
    statistical(
      `skewness_${bars}`,
      bars + 1,
      `Skewness of ${bars} log returns.`,
      overReturns(bars, skewness),
    ),
    statistical(
      `kurtosis_${bars}`,
      bars + 1,
      `Excess kurtosis of ${bars} log returns.`,
      overReturns(bars, excessKurtosis),
    ),
  ]),
  ...[
    [1, 20],
    [1, 60],
    [2, 60],
    [5, 20],
    [5, 60],
  ].map(([distance, bars]) =>
    statistical(
      `autocorrelation_${distance}_${bars}`,
      bars! + distance! + 1,
      `Sum of the products of ${bars} log returns with those ${distance} bars before, over the sum of their squares.`,
      (inputs) => autocorrelation(inputs, bars!, distance!),
    ),
  ),
  statistical(
    "volatility_clustering_50",
    52,
    "Correlation of 50 absolute log returns with those a bar before.",
    (inputs) => {
      const size = inputs.logReturn.map(Math.abs);
      return rollingCorrelation(size, lag(size, 1), 50);
    },
  ),
  ...[20, 60].map((bars) =>
    statistical(
      `up_share_${bars}`,
      bars + 1,
      `Share of ${bars} bars that closed above the close before, ties half.`,
      (inputs) =>
        inputs.mean(
          inputs.logReturn.map((r) => 0.5 + 0.5 * Math.sign(r)),
          bars,
        ),
    ),
  ),
  statistical("price_percentile_50", 50, "Share of the 49 closes before that were lower.", (inputs) =>
    inputs.over(inputs.bars.close, 50, rankOfNewest),
  ),
  statistical(
    "return_percentile_50",
    51,
    "Share of the 49 log returns before that were lower.",
    overReturns(50, rankOfNewest),
  ),
  statistical(
    "hurst_60",
    61,
    "Rescaled range of 60 log returns as an exponent: log(R / S) / log(60); 0 without movement.",
    (inputs) =>
      inputs.over(inputs.logReturn, 60, rescaledRange).map((ratio) => (ratio > 0 ? log(ratio) / log(60) : 0)),
  ),
  statistical(
    "fractional_difference_40",
    FRACTIONAL_BARS,
    "Fractional difference of order 0.4 of the log close over 100 bars, from the window's first close, over volatility (50 bars).",
    (inputs) =>
      quotient(
        inputs.over(inputs.logClose, FRACTIONAL_BARS, weightedSum(levelFreeWeights(0.4))),
        inputs.volatility(50),
      ),
  ),
];

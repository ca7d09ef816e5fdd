import { lag } from "../../indicators/kernel/lag.ts";
import { barsSinceMax, barsSinceMin } from "../../indicators/kernel/rolling-arg-extreme.ts";
import { weightedSum } from "../../indicators/kernel/weighted-sum.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { quotient } from "../kernel/quotient.ts";
import { deviation, zScoreOfNewest } from "../kernel/window-statistics.ts";
import { windowSum } from "../kernel/window-sum.ts";

const technical = featuresOf("technical");

/** Wilder's directional indicator with plain sums of 14 bars, 0..1. Needs 15 bars. */
const directionalIndicator = (inputs: FeatureInputs, isUp: boolean): Float64Array =>
  inputs.column(`directional_indicator_${isUp}`, () => {
    const up = inputs.change(inputs.bars.high, 1);
    const down = inputs.change(inputs.bars.low, 1).map((change) => -change);
    const [own, other] = isUp ? [up, down] : [down, up];
    const movement = own.map((move, i) => (move > other[i]! && move > 0 ? move : 0));
    return quotient(windowSum(movement, 14), windowSum(inputs.trueRange, 14));
  });

/** Middle of the range of `period` bars. */
function midRange(inputs: FeatureInputs, period: number): Float64Array {
  const low = inputs.lowest(period);
  return inputs.highest(period).map((high, i) => (high + low[i]!) / 2);
}

/**
 * Slope a bar of the least-squares line over the closes: the weighted mean leans to the newest bars and the plain one
 * does not, so their difference is the slope times (period - 1) / 6.
 */
const regressionSlope = (inputs: FeatureInputs, period: number): Float64Array =>
  inputs.column(`regression_slope_${period}`, () => {
    const { mean, weightedMean } = weightedSum(inputs.bars.close, period);
    return weightedMean.map((weighted, i) => (6 * (weighted - mean[i]!)) / (period - 1));
  });

const closeDeviation = (inputs: FeatureInputs, period: number): Float64Array =>
  inputs.column(`close_deviation_${period}`, () => inputs.over(inputs.bars.close, period, deviation));

/** Trend, its direction, strength and age. */
export const TREND_FEATURES: readonly FeatureDefinition[] = [
  technical(
    "bollinger_percent_b_20",
    20,
    "Place of the close between Bollinger's bands (20, 2): 0 lower, 1 upper.",
    (inputs) => inputs.over(inputs.bars.close, 20, zScoreOfNewest).map((z) => 0.5 + z / 4),
  ),
  technical("bollinger_bandwidth_20", 20, "Width of Bollinger's bands (20, 2) / ATR(14).", (inputs) =>
    quotient(closeDeviation(inputs, 20), inputs.atr).map((spread) => 4 * spread),
  ),
  technical("plus_di_14", 15, "Upward directional movement over true range, sums of 14 bars.", (inputs) =>
    directionalIndicator(inputs, true),
  ),
  technical("minus_di_14", 15, "Downward directional movement over true range, sums of 14 bars.", (inputs) =>
    directionalIndicator(inputs, false),
  ),
  technical("adx_14", 28, "Mean of 14 values of |+DI - -DI| / (+DI + -DI).", (inputs) => {
    const [plus, minus] = [directionalIndicator(inputs, true), directionalIndicator(inputs, false)];
    const difference = plus.map((up, i) => Math.abs(up - minus[i]!));
    const total = plus.map((up, i) => up + minus[i]!);
    return inputs.mean(quotient(difference, total), 14);
  }),
  technical("aroon_up_25", 26, "1 - bars since the highest high of 26 bars / 25.", ({ bars }) =>
    barsSinceMax(bars.high, 26).map((since) => 1 - since / 25),
  ),
  technical("aroon_down_25", 26, "1 - bars since the lowest low of 26 bars / 25.", ({ bars }) =>
    barsSinceMin(bars.low, 26).map((since) => 1 - since / 25),
  ),
  technical("vortex_14", 15, "Vortex +VI less -VI, 14 bars.", (inputs) => {
    const { high, low } = inputs.bars;
    const [highBefore, lowBefore] = [lag(high, 1), lag(low, 1)];
    const net = inputs.each((i) => Math.abs(high[i]! - lowBefore[i]!) - Math.abs(low[i]! - highBefore[i]!));
    return quotient(windowSum(net, 14), windowSum(inputs.trueRange, 14));
  }),
  technical("ichimoku_tenkan_kijun", 26, "(middle of 9 bars - middle of 26 bars) / ATR(14).", (inputs) =>
    inputs.inAtr(midRange(inputs, 9), midRange(inputs, 26)),
  ),
  technical(
    "ichimoku_cloud_distance",
    78,
    "(close - middle of the cloud drawn 26 bars before) / ATR(14).",
    (inputs) => {
      const [tenkan, kijun] = [midRange(inputs, 9), midRange(inputs, 26)];
      const cloud = midRange(inputs, 52).map((slow, i) => (tenkan[i]! + kijun[i]!) / 4 + slow / 2);
      return inputs.inAtr(inputs.bars.close, lag(cloud, 26));
    },
  ),
  ...[20, 50].map((period) =>
    technical(
      `regression_slope_${period}`,
      period,
      `Slope of the least-squares line over ${period} closes, times ${period} / ATR(14).`,
      (inputs) => quotient(regressionSlope(inputs, period), inputs.atr).map((slope) => slope * period),
    ),
  ),
  ...[20, 50].map((period) =>
    technical(
      `regression_r2_${period}`,
      period,
      `Share of the closes' variance that their least-squares line over ${period} bars explains, 0..1.`,
      (inputs) => {
        const steepness = quotient(regressionSlope(inputs, period), closeDeviation(inputs, period));
        return steepness.map((slope) => (slope * slope * (period * period - 1)) / 12);
      },
    ),
  ),
  technical(
    "regression_residual_20",
    20,
    "(close - end of the least-squares line over 20 closes) / ATR(14).",
    (inputs) => {
      const slope = regressionSlope(inputs, 20);
      return inputs.inAtr(
        inputs.bars.close,
        inputs.average(20).map((level, i) => level + 9.5 * slope[i]!),
      );
    },
  ),
];

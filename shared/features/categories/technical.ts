import { lag } from "../../indicators/kernel/lag.ts";
import { barsSinceMax, barsSinceMin } from "../../indicators/kernel/rolling-arg-extreme.ts";
import { cci } from "../../indicators/momentum/cci.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { correlation, overPairs, ratioOfSums } from "../kernel/over-pairs.ts";
import { quotient } from "../kernel/quotient.ts";
import {
  deviation,
  mean,
  rSquared,
  slope,
  sum,
  weightedSum,
  zScoreOfNewest,
} from "../kernel/window-statistics.ts";

const technical = featuresOf("technical");

/** Cutler's relative strength index: Wilder's with plain sums, 0..100; 50 where nothing moves. Needs period + 1 bars. */
function relativeStrength(inputs: FeatureInputs, period: number): Float64Array {
  return inputs.column(`rsi_${period}`, () => {
    const change = inputs.change(inputs.bars.close, 1);
    const gain = inputs.over(
      change.map((c) => Math.max(c, 0)),
      period,
      sum,
    );
    const moved = inputs.over(change.map(Math.abs), period, sum);
    return quotient(gain, moved, 0.5).map((share) => 100 * share);
  });
}

/** %K: place of the close in the range of `period` bars, 0..100; 50 without a range. */
function stochastic(inputs: FeatureInputs, period: number): Float64Array {
  const [high, low] = [inputs.highest(period), inputs.lowest(period)];
  const { close } = inputs.bars;
  return inputs.each((i) => {
    const range = high[i]! - low[i]!;
    return range === 0 ? 50 : (100 * (close[i]! - low[i]!)) / range;
  });
}

/** Wilder's directional movement of each bar, upwards or downwards. */
function directionalMovement(inputs: FeatureInputs, isUp: boolean): Float64Array {
  const up = inputs.change(inputs.bars.high, 1);
  const down = inputs.change(inputs.bars.low, 1).map((change) => -change);
  const [own, other] = isUp ? [up, down] : [down, up];
  return own.map((move, i) => (move > other[i]! && move > 0 ? move : 0));
}

/** Directional indicator with plain sums, 0..1. Needs period + 1 bars. */
const directionalIndicator = (inputs: FeatureInputs, isUp: boolean): Float64Array =>
  inputs.column(`directional_indicator_${isUp}`, () =>
    overPairs(directionalMovement(inputs, isUp), inputs.trueRange, 14, ratioOfSums),
  );

/** Weights of a linearly weighted average, newest first. */
const linearWeights = (period: number): Float64Array =>
  Float64Array.from({ length: period }, (_, age) => (2 * (period - age)) / (period * (period + 1)));

const weightedAverage = (inputs: FeatureInputs, x: Float64Array, period: number): Float64Array =>
  inputs.over(x, period, weightedSum(linearWeights(period)));

const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]!);

/** Middle of the range of `period` bars. */
const midRange = (inputs: FeatureInputs, period: number): Float64Array => {
  const [high, low] = [inputs.highest(period), inputs.lowest(period)];
  return high.map((value, i) => (value + low[i]!) / 2);
};

const macd = (inputs: FeatureInputs): Float64Array =>
  inputs.column("macd", () => difference(inputs.exponential(12), inputs.exponential(26)));

const zero = (inputs: FeatureInputs): Float64Array => new Float64Array(inputs.rows);

const averages: readonly FeatureDefinition[] = [
  ...[10, 20, 50, 100, 200].map((period) =>
    technical(
      `sma_distance_${period}`,
      Math.max(period, 15),
      `(close - SMA(${period})) / ATR(14).`,
      (inputs) => inputs.inAtr(inputs.bars.close, inputs.average(period)),
    ),
  ),
  ...[12, 26, 50].map((span) =>
    technical(
      `ema_distance_${span}`,
      4 * span,
      `(close - EMA(${span})) / ATR(14), the average cut off after ${4 * span} bars.`,
      (inputs) => inputs.inAtr(inputs.bars.close, inputs.exponential(span)),
    ),
  ),
  ...[10, 20, 50].map((period) =>
    technical(
      `sma_slope_${period}`,
      period + 5,
      `Change of SMA(${period}) over 5 bars / ATR(14).`,
      (inputs) => inputs.inAtr(inputs.average(period), lag(inputs.average(period), 5)),
    ),
  ),
  ...(
    [
      [10, 50],
      [20, 100],
      [50, 200],
    ] as const
  ).map(([fast, slow]) =>
    technical(`sma_spread_${fast}_${slow}`, slow, `(SMA(${fast}) - SMA(${slow})) / ATR(14).`, (inputs) =>
      inputs.inAtr(inputs.average(fast), inputs.average(slow)),
    ),
  ),
  technical("hull_distance_20", 23, "(close - Hull average(20)) / ATR(14).", (inputs) => {
    const { close } = inputs.bars;
    const [half, whole] = [weightedAverage(inputs, close, 10), weightedAverage(inputs, close, 20)];
    const hull = weightedAverage(
      inputs,
      half.map((value, i) => 2 * value - whole[i]!),
      4,
    );
    return inputs.inAtr(close, hull);
  }),
  technical(
    "macd_12_26",
    104,
    "(EMA(12) - EMA(26)) / ATR(14), averages cut off after four spans.",
    (inputs) => inputs.inAtr(macd(inputs), zero(inputs)),
  ),
  technical("macd_histogram", 112, "(MACD - its mean of 9 bars) / ATR(14).", (inputs) =>
    inputs.inAtr(macd(inputs), inputs.over(macd(inputs), 9, mean)),
  ),
];

const oscillators: readonly FeatureDefinition[] = [
  ...[7, 14, 28].map((period) =>
    technical(
      `rsi_${period}`,
      period + 1,
      `Relative strength index of ${period} bars with plain sums, 0..100.`,
      (inputs) => relativeStrength(inputs, period),
    ),
  ),
  technical("rsi_change_5", 20, "Change of rsi_14 over 5 bars.", (inputs) =>
    inputs.change(relativeStrength(inputs, 14), 5),
  ),
  technical(
    "stochastic_rsi_14",
    28,
    "Place of rsi_14 in its range of 14 bars, 0..1; 0.5 without a range.",
    (inputs) => {
      const rsi = relativeStrength(inputs, 14);
      return inputs.over(rsi, 14, (x, start, end) => {
        let [low, high] = [x[start]!, x[start]!];
        for (let i = start; i < end; i++) [low, high] = [Math.min(low, x[i]!), Math.max(high, x[i]!)];
        return high === low ? 0.5 : (x[end - 1]! - low) / (high - low);
      });
    },
  ),
  technical("stochastic_k_14", 14, "Stochastic %K of 14 bars, 0..100.", (inputs) => stochastic(inputs, 14)),
  technical("stochastic_d_14", 16, "Mean of 3 stochastic_k_14.", (inputs) =>
    inputs.over(stochastic(inputs, 14), 3, mean),
  ),
  technical("stochastic_slow_14", 18, "stochastic_k_14 less its mean of 5 bars.", (inputs) =>
    difference(stochastic(inputs, 14), inputs.over(stochastic(inputs, 14), 5, mean)),
  ),
  ...[20, 50].map((period) =>
    technical(`cci_${period}`, period, `Commodity channel index of ${period} bars.`, ({ bars }) =>
      cci(bars.high, bars.low, bars.close, period),
    ),
  ),
  technical(
    "ultimate_oscillator",
    29,
    "Buying pressure over true range, means of 7, 14 and 28 bars weighted 4:2:1.",
    (inputs) => {
      const { low, close } = inputs.bars;
      const before = lag(close, 1);
      const pressure = inputs.each((i) => close[i]! - Math.min(low[i]!, before[i]!));
      const [fast, middle, slow] = [7, 14, 28].map((n) =>
        overPairs(pressure, inputs.trueRange, n, ratioOfSums),
      );
      return inputs.each((i) => (4 * fast![i]! + 2 * middle![i]! + slow![i]!) / 7);
    },
  ),
  technical("awesome_oscillator", 34, "Mean of 5 less mean of 34 bar middles, / ATR(14).", (inputs) => {
    const { high, low } = inputs.bars;
    const middle = inputs.each((i) => (high[i]! + low[i]!) / 2);
    return inputs.inAtr(inputs.over(middle, 5, mean), inputs.over(middle, 34, mean));
  }),
  technical(
    "coppock",
    51,
    "Weighted average of 10 sums of the 11- and 14-bar log returns, over the volatility.",
    (inputs) => {
      const longer = inputs.change(inputs.logClose, 14);
      const total = inputs.change(inputs.logClose, 11).map((value, i) => value + longer[i]!);
      return quotient(weightedAverage(inputs, total, 10), inputs.volatility(50));
    },
  ),
  technical(
    "know_sure_thing",
    51,
    "Sum of smoothed log returns (10, 15, 20, 30 bars, weights 1 to 4), over the volatility.",
    (inputs) => {
      const parts = (
        [
          [10, 10],
          [15, 10],
          [20, 10],
          [30, 15],
        ] as const
      ).map(([bars, smoothing]) => inputs.over(inputs.change(inputs.logClose, bars), smoothing, mean));
      const total = inputs.each((i) => parts.reduce((all, part, k) => all + (k + 1) * part[i]!, 0));
      return quotient(total, inputs.volatility(50));
    },
  ),
  technical("balance_of_power_14", 14, "Mean of (close - open) / (high - low) over 14 bars.", (inputs) => {
    const { open, high, low, close } = inputs.bars;
    const power = inputs.each((i) =>
      high[i] === low[i] ? 0 : (close[i]! - open[i]!) / (high[i]! - low[i]!),
    );
    return inputs.over(power, 14, mean);
  }),
  technical("bull_power_13", 52, "(high - EMA(13)) / ATR(14), the average cut off after 52 bars.", (inputs) =>
    inputs.inAtr(inputs.bars.high, inputs.exponential(13)),
  ),
  technical("bear_power_13", 52, "(low - EMA(13)) / ATR(14), the average cut off after 52 bars.", (inputs) =>
    inputs.inAtr(inputs.bars.low, inputs.exponential(13)),
  ),
];

const trend: readonly FeatureDefinition[] = [
  technical(
    "bollinger_percent_b_20",
    20,
    "Place of the close between Bollinger's bands (20, 2): 0 at the lower, 1 at the upper.",
    (inputs) => inputs.over(inputs.bars.close, 20, zScoreOfNewest).map((z) => 0.5 + z / 4),
  ),
  technical("bollinger_bandwidth_20", 20, "Width of Bollinger's bands over ATR(14).", (inputs) =>
    inputs.inAtr(
      inputs.over(inputs.bars.close, 20, deviation).map((spread) => 4 * spread),
      zero(inputs),
    ),
  ),
  technical("plus_di_14", 15, "Upward directional movement over true range, sums of 14 bars.", (inputs) =>
    directionalIndicator(inputs, true),
  ),
  technical("minus_di_14", 15, "Downward directional movement over true range, sums of 14 bars.", (inputs) =>
    directionalIndicator(inputs, false),
  ),
  technical("adx_14", 28, "Mean of 14 values of |+DI - -DI| / (+DI + -DI).", (inputs) => {
    const [plus, minus] = [directionalIndicator(inputs, true), directionalIndicator(inputs, false)];
    const total = inputs.each((i) => plus[i]! + minus[i]!);
    return inputs.over(quotient(difference(plus, minus).map(Math.abs), total), 14, mean);
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
    return overPairs(net, inputs.trueRange, 14, ratioOfSums);
  }),
  technical("ichimoku_tenkan_kijun", 26, "(middle of 9 bars - middle of 26 bars) / ATR(14).", (inputs) =>
    inputs.inAtr(midRange(inputs, 9), midRange(inputs, 26)),
  ),
  technical(
    "ichimoku_cloud_distance",
    78,
    "(close - middle of the cloud drawn 26 bars before) / ATR(14).",
    (inputs) => {
      const [tenkan, kijun, slow] = [midRange(inputs, 9), midRange(inputs, 26), midRange(inputs, 52)];
      const cloud = inputs.each((i) => (tenkan[i]! + kijun[i]!) / 4 + slow[i]! / 2);
      return inputs.inAtr(inputs.bars.close, lag(cloud, 26));
    },
  ),
  ...[20, 50].map((period) =>
    technical(
      `regression_slope_${period}`,
      Math.max(period, 15),
      `Slope of the least-squares line over ${period} closes, times ${period} / ATR(14).`,
      (inputs) =>
        inputs.inAtr(
          inputs.over(inputs.bars.close, period, slope).map((s) => s * period),
          zero(inputs),
        ),
    ),
  ),
  ...[20, 50].map((period) =>
    technical(
      `regression_r2_${period}`,
      period,
      `Share of the closes' variance that their least-squares line over ${period} bars explains.`,
      (inputs) => inputs.over(inputs.bars.close, period, rSquared),
    ),
  ),
  technical(
    "regression_residual_20",
    20,
    "(close - end of the least-squares line over 20 closes) / ATR(14).",
    (inputs) => {
      const { close } = inputs.bars;
      const steepness = inputs.over(close, 20, slope);
      return inputs.inAtr(
        close,
        inputs.average(20).map((level, i) => level + 9.5 * steepness[i]!),
      );
    },
  ),
  technical("price_time_correlation_14", 14, "Correlation of 14 closes with time.", (inputs) =>
    overPairs(
      inputs.bars.close,
      inputs.each((i) => i),
      14,
      correlation,
    ),
  ),
];

export const TECHNICAL_FEATURES: readonly FeatureDefinition[] = [...averages, ...oscillators, ...trend];

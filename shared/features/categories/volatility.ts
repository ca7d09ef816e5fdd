import { lag } from "../../indicators/kernel/lag.ts";
import { log } from "../../ml/math.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { overPairs, ratioOfSums } from "../kernel/over-pairs.ts";
import { quotient } from "../kernel/quotient.ts";
import { deviation, mean, rankOfNewest, rootMeanSquare } from "../kernel/window-statistics.ts";

const volatility = featuresOf("volatility");

/** Mean of products of |returns| next to each other, times pi / 2: the variance without its jumps (Barndorff-Nielsen). */
const HALF_PI = Math.PI / 2;

/** Squared log of a ratio of prices: the move from one to the other. */
function squaredLog(to: number, from: number): number {
  const move = log(to / from);
  return move * move;
}

/** Root of the mean of 20 bars' variance estimates. */
const estimate = (inputs: FeatureInputs, varianceOf: (row: number) => number): Float64Array =>
  inputs.over(inputs.each(varianceOf), 20, mean).map((variance) => Math.sqrt(Math.max(variance, 0)));

/** Log returns of one side only, the others 0. */
const oneSided = (inputs: FeatureInputs, side: 1 | -1): Float64Array =>
  inputs.logReturn.map((r) => (r * side > 0 ? r : 0));

export const VOLATILITY_FEATURES: readonly FeatureDefinition[] = [
  ...[10, 30, 100].map((bars) =>
    volatility(`volatility_${bars}`, bars + 1, `Root mean square of ${bars} log returns.`, (inputs) =>
      inputs.volatility(bars),
    ),
  ),
  ...(
    [
      [10, 50],
      [30, 100],
      [20, 200],
    ] as const
  ).map(([fast, slow]) =>
    volatility(
      `volatility_ratio_${fast}_${slow}`,
      slow + 1,
      `Volatility of ${fast} bars over that of ${slow}.`,
      (inputs) => quotient(inputs.volatility(fast), inputs.volatility(slow), 1),
    ),
  ),
  volatility(
    "volatility_percentile_200",
    230,
    "Share of the 199 bars before with a lower volatility of 30 bars.",
    (inputs) => inputs.over(inputs.volatility(30), 200, rankOfNewest),
  ),
  volatility(
    "volatility_of_volatility_50",
    60,
    "Deviation over mean of 50 values of volatility_10.",
    (inputs) => {
      const recent = inputs.volatility(10);
      return quotient(inputs.over(recent, 50, deviation), inputs.over(recent, 50, mean));
    },
  ),
  volatility("atr_percent", 15, "ATR(14) / close.", (inputs) => quotient(inputs.atr, inputs.bars.close)),
  volatility("atr_ratio_5_50", 51, "Mean true range of 5 bars over that of 50.", (inputs) =>
    quotient(inputs.over(inputs.trueRange, 5, mean), inputs.over(inputs.trueRange, 50, mean), 1),
  ),
  volatility("parkinson_20", 20, "Parkinson's volatility of 20 bars, from highs and lows.", (inputs) => {
    const { high, low } = inputs.bars;
    return estimate(inputs, (i) => squaredLog(high[i]!, low[i]!) / (4 * Math.LN2));
  }),
  volatility(
    "parkinson_ratio",
    21,
    "Parkinson's volatility over that of closes, 20 bars: high when moves turn back.",
    (inputs) => {
      const { high, low } = inputs.bars;
      const parkinson = estimate(inputs, (i) => squaredLog(high[i]!, low[i]!) / (4 * Math.LN2));
      return quotient(parkinson, inputs.volatility(20), 1);
    },
  ),
  volatility("garman_klass_20", 20, "Garman and Klass's volatility of 20 bars.", (inputs) => {
    const { open, high, low, close } = inputs.bars;
    return estimate(
      inputs,
      (i) => 0.5 * squaredLog(high[i]!, low[i]!) - (2 * Math.LN2 - 1) * squaredLog(close[i]!, open[i]!),
    );
  }),
  volatility("rogers_satchell_20", 20, "Rogers and Satchell's volatility of 20 bars.", (inputs) => {
    const { open, high, low, close } = inputs.bars;
    return estimate(
      inputs,
      (i) =>
        log(high[i]! / close[i]!) * log(high[i]! / open[i]!) +
        log(low[i]! / close[i]!) * log(low[i]! / open[i]!),
    );
  }),
  volatility(
    "gap_share_20",
    21,
    "Share of 20 bars' squared returns that came as gaps between bars.",
    (inputs) => {
      const before = lag(inputs.bars.close, 1);
      const gap = inputs.each((i) => squaredLog(inputs.bars.open[i]!, before[i]!));
      const body = inputs.each((i) => squaredLog(inputs.bars.close[i]!, inputs.bars.open[i]!));
      return overPairs(
        gap,
        gap.map((value, i) => value + body[i]!),
        20,
        ratioOfSums,
      );
    },
  ),
  volatility("downside_share_30", 31, "Share of 30 bars' squared returns that were losses.", (inputs) => {
    const squares = (x: Float64Array) => x.map((r) => r * r);
    return overPairs(squares(oneSided(inputs, -1)), squares(inputs.logReturn), 30, ratioOfSums);
  }),
  volatility(
    "jump_share_50",
    52,
    "Bipower variation over variance, 50 bars: below 1 when a few jumps made it.",
    (inputs) => {
      const before = lag(inputs.logReturn, 1);
      const bipower = inputs.logReturn.map((r, i) => HALF_PI * Math.abs(r * before[i]!));
      return overPairs(
        bipower,
        inputs.logReturn.map((r) => r * r),
        50,
        ratioOfSums,
      );
    },
  ),
  volatility("largest_move_20", 21, "Largest |log return| of 20 bars over their volatility.", (inputs) => {
    const largest = inputs.over(inputs.logReturn, 20, (x, start, end) => {
      let most = 0;
      for (let i = start; i < end; i++) most = Math.max(most, Math.abs(x[i]!));
      return most;
    });
    return quotient(largest, inputs.volatility(20));
  }),
  volatility(
    "squeeze_20",
    21,
    "Bollinger's bandwidth over the mean true range, 20 bars: low before a break.",
    (inputs) =>
      quotient(inputs.over(inputs.bars.close, 20, deviation), inputs.over(inputs.trueRange, 20, mean)),
  ),
  volatility(
    "bar_volatility_5",
    6,
    "Root mean square of 5 log returns over their mean absolute value.",
    (inputs) =>
      quotient(
        inputs.over(inputs.logReturn, 5, rootMeanSquare),
        inputs.over(inputs.logReturn.map(Math.abs), 5, mean),
        1,
      ),
  ),
];

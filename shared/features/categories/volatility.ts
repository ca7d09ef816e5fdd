import { lag } from "../../indicators/kernel/lag.ts";
import { rollingMax } from "../../indicators/kernel/rolling-extreme.ts";
import { log } from "../../math/elementary.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { quotient } from "../kernel/quotient.ts";
import { deviation, rankOfNewest } from "../kernel/window-statistics.ts";
import { windowSum } from "../kernel/window-sum.ts";

const volatility = featuresOf("volatility");

/** Squared log of high over low. */
const squaredRange = (inputs: FeatureInputs): Float64Array =>
  inputs.column("squaredRange", () => {
    const { high, low } = inputs.bars;
    return inputs.each((i) => {
      const range = log(high[i]! / low[i]!);
      return range * range;
    });
  });

/** Parkinson's volatility of 20 bars: the root of the mean, not the mean of roots. */
const parkinson = (inputs: FeatureInputs): Float64Array =>
  inputs.mean(squaredRange(inputs), 20).map((square) => Math.sqrt(square / (4 * Math.LN2)));

export const VOLATILITY_FEATURES: readonly FeatureDefinition[] = [
  ...[10, 30, 100].map((bars) =>
    volatility(`volatility_${bars}`, bars + 1, `Root mean square of ${bars} log returns.`, (inputs) =>
      inputs.volatility(bars),
    ),
  ),
  ...[
    [10, 50],
    [30, 100],
  ].map(([fast, slow]) =>
    volatility(
      `volatility_ratio_${fast}_${slow}`,
      slow! + 1,
      `Volatility of ${fast} bars over that of ${slow}.`,
      (inputs) => quotient(inputs.volatility(fast!), inputs.volatility(slow!), 1),
    ),
  ),
  volatility(
    "volatility_percentile_100",
    130,
    "Share of the 99 bars before with a lower volatility_30.",
    (inputs) => inputs.over(inputs.volatility(30), 100, rankOfNewest),
  ),
  volatility(
    "volatility_of_volatility_50",
    60,
    "Deviation over mean of 50 values of volatility_10.",
    (inputs) =>
      quotient(inputs.over(inputs.volatility(10), 50, deviation), inputs.mean(inputs.volatility(10), 50)),
  ),
  volatility("atr_percent", 15, "ATR(14) / close.", (inputs) => quotient(inputs.atr, inputs.bars.close)),
  volatility("atr_ratio_5_50", 51, "Mean true range of 5 bars over that of 50.", (inputs) =>
    quotient(inputs.mean(inputs.trueRange, 5), inputs.mean(inputs.trueRange, 50), 1),
  ),
  volatility("parkinson_20", 20, "Parkinson's volatility of 20 bars, from highs and lows.", parkinson),
  volatility(
    "parkinson_ratio",
    21,
    "parkinson_20 over the volatility of 20 bars: high when moves turn back.",
    (inputs) => quotient(parkinson(inputs), inputs.volatility(20), 1),
  ),
  volatility("garman_klass_20", 20, "Garman and Klass's volatility of 20 bars.", (inputs) => {
    const { open, close } = inputs.bars;
    const range = squaredRange(inputs);
    const variance = inputs.each((i) => {
      const body = log(close[i]! / open[i]!);
      return 0.5 * range[i]! - (2 * Math.LN2 - 1) * body * body;
    });
    return inputs.mean(variance, 20).map((square) => Math.sqrt(Math.max(square, 0)));
  }),
  volatility("downside_share_30", 31, "Share of 30 bars' squared returns that were losses.", (inputs) => {
    const losses = inputs.logReturn.map((r) => (r < 0 ? r * r : 0));
    return quotient(windowSum(losses, 30), windowSum(inputs.squaredReturn, 30), 0.5);
  }),
  volatility(
    "jump_share_50",
    52,
    "Bipower variation over variance, 50 bars: below 1 when a few jumps made it.",
    (inputs) => {
      const before = lag(inputs.logReturn, 1);
      // pi / 2 makes the expected product of two neighbours' sizes the variance (Barndorff-Nielsen and Shephard 2004).
      const bipower = inputs.logReturn.map((r, i) => (Math.PI / 2) * Math.abs(r * before[i]!));
      return quotient(windowSum(bipower, 50), windowSum(inputs.squaredReturn, 50), 1);
    },
  ),
  volatility("largest_move_20", 21, "Largest |log return| of 20 bars over their volatility.", (inputs) =>
    quotient(rollingMax(inputs.logReturn.map(Math.abs), 20), inputs.volatility(20)),
  ),
  volatility(
    "squeeze_20",
    21,
    "Deviation of 20 closes over their mean true range: low before a break.",
    (inputs) => quotient(inputs.over(inputs.bars.close, 20, deviation), inputs.mean(inputs.trueRange, 20)),
  ),
];

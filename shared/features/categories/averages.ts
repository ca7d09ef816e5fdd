import { lag } from "../../indicators/kernel/lag.ts";
import { hma } from "../../indicators/moving-averages/hma.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { exponentialWindow } from "../kernel/finite-exponential.ts";

const technical = featuresOf("technical");

/** Moving average convergence and divergence, in price units. */
const macd = (inputs: FeatureInputs): Float64Array =>
  inputs.column("macd", () => {
    const slow = inputs.exponential(26);
    return inputs.exponential(12).map((fast, i) => fast - slow[i]!);
  });

const MACD_LOOKBACK = exponentialWindow(26);

/** Moving averages, as distances between prices and averages. */
export const AVERAGE_FEATURES: readonly FeatureDefinition[] = [
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
      exponentialWindow(span),
      `(close - EMA(${span})) / ATR(14), the average cut off after ${exponentialWindow(span)} bars.`,
      (inputs) => inputs.inAtr(inputs.bars.close, inputs.exponential(span)),
    ),
  ),
  ...[10, 20, 50].map((period) =>
    technical(
      `sma_slope_${period}`,
      Math.max(period + 5, 15),
      `Change of SMA(${period}) over 5 bars / ATR(14).`,
      (inputs) => inputs.inAtr(inputs.average(period), lag(inputs.average(period), 5)),
    ),
  ),
  ...[
    [20, 100],
    [50, 200],
  ].map(([fast, slow]) =>
    technical(`sma_spread_${fast}_${slow}`, slow!, `(SMA(${fast}) - SMA(${slow})) / ATR(14).`, (inputs) =>
      inputs.inAtr(inputs.average(fast!), inputs.average(slow!)),
    ),
  ),
  technical("hull_distance_20", 23, "(close - Hull average(20)) / ATR(14).", (inputs) =>
    inputs.inAtr(inputs.bars.close, hma(inputs.bars.close, 20)),
  ),
  technical(
    "macd_12_26",
    MACD_LOOKBACK,
    "(EMA(12) - EMA(26)) / ATR(14), both cut off after four spans.",
    (inputs) => inputs.inAtr(inputs.exponential(12), inputs.exponential(26)),
  ),
  technical("macd_histogram", MACD_LOOKBACK + 8, "(MACD - its mean of 9 bars) / ATR(14).", (inputs) =>
    inputs.inAtr(macd(inputs), inputs.mean(macd(inputs), 9)),
  ),
];

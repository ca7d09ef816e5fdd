import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { quotient } from "../kernel/quotient.ts";
import { rollingCorrelation } from "../kernel/rolling-correlation.ts";
import { deviation, rankOfNewest, zScoreOfNewest } from "../kernel/window-statistics.ts";
import { windowSum } from "../kernel/window-sum.ts";

const volume = featuresOf("volume");

const average = (inputs: FeatureInputs, period: number): Float64Array =>
  inputs.column(`volume_average_${period}`, () => inputs.mean(inputs.bars.volume, period));

const relative = (inputs: FeatureInputs): Float64Array =>
  inputs.column("volume_ratio", () => quotient(inputs.bars.volume, average(inputs, 20), 1));

/** Mean of x over `period` bars weighted by volume; the plain mean where nothing was traded. */
function weighted(inputs: FeatureInputs, x: Float64Array, period: number): Float64Array {
  const traded = inputs.bars.volume;
  const sums = windowSum(
    x.map((value, i) => value * traded[i]!),
    period,
  );
  const [volumes, plain] = [windowSum(traded, period), inputs.mean(x, period)];
  return sums.map((total, i) => (volumes[i] === 0 ? plain[i]! : total / volumes[i]!));
}

/** Volume with a sign or weight for each bar, summed, over the plain volume: -1..1. */
function balance(inputs: FeatureInputs, weight: (row: number) => number, period: number): Float64Array {
  const traded = inputs.bars.volume;
  return quotient(
    windowSum(
      inputs.each((i) => weight(i) * traded[i]!),
      period,
    ),
    windowSum(traded, period),
  );
}

/** All of them are the constant 0 where the instrument has no volume (see `computeFeatures`). */
export const VOLUME_FEATURES: readonly FeatureDefinition[] = [
  volume("volume_ratio", 20, "Volume over its mean of 20 bars.", relative),
  ...[
    [5, 20],
    [20, 100],
  ].map(([fast, slow]) =>
    volume(
      `volume_ratio_${fast}_${slow}`,
      slow!,
      `Mean volume of ${fast} bars over that of ${slow}.`,
      (inputs) => quotient(average(inputs, fast!), average(inputs, slow!), 1),
    ),
  ),
  volume("volume_surge", 29, "Share of 10 bars with more than 1.5 times the mean volume of 20.", (inputs) =>
    inputs.mean(
      relative(inputs).map((ratio) => (ratio > 1.5 ? 1 : 0)),
      10,
    ),
  ),
  volume("volume_zscore_50", 50, "(volume - mean) / deviation over 50 bars.", (inputs) =>
    inputs.over(inputs.bars.volume, 50, zScoreOfNewest),
  ),
  volume("volume_percentile_50", 50, "Share of the 49 bars before with less volume.", (inputs) =>
    inputs.over(inputs.bars.volume, 50, rankOfNewest),
  ),
  volume("volume_variation_20", 20, "Deviation of the volume over its mean, 20 bars.", (inputs) =>
    quotient(inputs.over(inputs.bars.volume, 20, deviation), average(inputs, 20)),
  ),
  ...[10, 20, 50].map((bars) =>
    volume(
      `obv_balance_${bars}`,
      bars + 1,
      `Change of the on-balance volume over ${bars} bars over the volume traded in them.`,
      (inputs) => {
        const change = inputs.change(inputs.bars.close, 1);
        return balance(inputs, (i) => Math.sign(change[i]!), bars);
      },
    ),
  ),
  volume("mfi_14", 15, "Money flow index of 14 bars, 0..100; 50 without any flow.", (inputs) => {
    const change = inputs.change(inputs.typicalPrice, 1);
    const flow = inputs.typicalPrice.map((price, i) => price * inputs.bars.volume[i]!);
    const rising = windowSum(
      flow.map((money, i) => (change[i]! > 0 ? money : 0)),
      14,
    );
    const falling = windowSum(
      flow.map((money, i) => (change[i]! < 0 ? money : 0)),
      14,
    );
    const all = rising.map((money, i) => money + falling[i]!);
    return quotient(rising, all, 0.5).map((share) => 100 * share);
  }),
  volume(
    "chaikin_money_flow_20",
    20,
    "Volume weighted by the place of the close in its bar (-1..1), over the volume, 20 bars.",
    (inputs) => {
      const { high, low, close } = inputs.bars;
      const place = (i: number) =>
        high[i] === low[i] ? 0 : (2 * close[i]! - high[i]! - low[i]!) / (high[i]! - low[i]!);
      return balance(inputs, place, 20);
    },
  ),
  volume("vwap_distance_20", 20, "(close - volume-weighted mean of 20 typical prices) / ATR(14).", (inputs) =>
    inputs.inAtr(inputs.bars.close, weighted(inputs, inputs.typicalPrice, 20)),
  ),
  volume(
    "vwma_spread_20",
    20,
    "(volume-weighted mean of 20 closes - their plain mean) / ATR(14).",
    (inputs) => inputs.inAtr(weighted(inputs, inputs.bars.close, 20), inputs.average(20)),
  ),
  volume(
    "force_index_13",
    20,
    "Mean of 13 changes of the close times volume, over mean volume of 20 and ATR(14).",
    (inputs) => {
      const change = inputs.change(inputs.bars.close, 1);
      const force = change.map((step, i) => step * inputs.bars.volume[i]!);
      return quotient(quotient(inputs.mean(force, 13), average(inputs, 20)), inputs.atr);
    },
  ),
  volume("price_volume_correlation_20", 21, "Correlation of 20 log returns with volume.", (inputs) =>
    rollingCorrelation(inputs.logReturn, inputs.bars.volume, 20),
  ),
  volume("range_volume_correlation_20", 21, "Correlation of 20 true ranges with volume.", (inputs) =>
    rollingCorrelation(inputs.trueRange, inputs.bars.volume, 20),
  ),
  volume(
    "amihud_ratio_20_100",
    101,
    "|log return| a unit of volume: mean of 20 bars over that of 100.",
    (inputs) => {
      const impact = quotient(inputs.logReturn.map(Math.abs), inputs.bars.volume);
      return quotient(inputs.mean(impact, 20), inputs.mean(impact, 100), 1);
    },
  ),
];

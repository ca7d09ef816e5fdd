import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { correlation, overPairs, ratioOfSums, weightedMean } from "../kernel/over-pairs.ts";
import { quotient } from "../kernel/quotient.ts";
import { deviation, mean, rankOfNewest, slope, sum, zScoreOfNewest } from "../kernel/window-statistics.ts";

const volume = featuresOf("volume");

const average = (inputs: FeatureInputs, period: number): Float64Array =>
  inputs.column(`volume_average_${period}`, () => inputs.over(inputs.bars.volume, period, mean));

/** Volume with the sign of the close's change. */
const signedVolume = (inputs: FeatureInputs): Float64Array =>
  inputs.column("signed_volume", () =>
    inputs.change(inputs.bars.close, 1).map((change, i) => Math.sign(change) * inputs.bars.volume[i]!),
  );

/** Rolling volume-weighted average of the typical price. */
const vwap = (inputs: FeatureInputs, period: number): Float64Array =>
  overPairs(inputs.typicalPrice, inputs.bars.volume, period, weightedMean);

/** All of them are the constant 0 where the instrument has no volume (see `computeFeatures`). */
export const VOLUME_FEATURES: readonly FeatureDefinition[] = [
  volume("volume_ratio", 20, "Volume over its mean of 20 bars.", (inputs) =>
    quotient(inputs.bars.volume, average(inputs, 20), 1),
  ),
  ...(
    [
      [5, 20],
      [20, 100],
    ] as const
  ).map(([fast, slow]) =>
    volume(
      `volume_ratio_${fast}_${slow}`,
      slow,
      `Mean volume of ${fast} bars over that of ${slow}.`,
      (inputs) => quotient(average(inputs, fast), average(inputs, slow), 1),
    ),
  ),
  volume("volume_surge", 29, "Share of 10 bars with more than 1.5 times the mean volume of 20.", (inputs) =>
    inputs.over(
      quotient(inputs.bars.volume, average(inputs, 20), 1).map((r) => (r > 1.5 ? 1 : 0)),
      10,
      mean,
    ),
  ),
  volume("volume_zscore_50", 50, "(volume - mean) / deviation over 50 bars.", (inputs) =>
    inputs.over(inputs.bars.volume, 50, zScoreOfNewest),
  ),
  volume("volume_percentile_100", 100, "Share of the 99 bars before with less volume.", (inputs) =>
    inputs.over(inputs.bars.volume, 100, rankOfNewest),
  ),
  volume("volume_variation_20", 20, "Deviation of the volume over its mean, 20 bars.", (inputs) =>
    quotient(inputs.over(inputs.bars.volume, 20, deviation), average(inputs, 20)),
  ),
  volume(
    "volume_slope_20",
    20,
    "Slope of the volume's least-squares line times 20 over its mean, 20 bars.",
    (inputs) =>
      quotient(
        inputs.over(inputs.bars.volume, 20, slope).map((s) => 20 * s),
        average(inputs, 20),
      ),
  ),
  ...[10, 20, 50].map((bars) =>
    volume(
      `obv_balance_${bars}`,
      bars + 1,
      `Change of the on-balance volume over ${bars} bars over the volume traded in them.`,
      (inputs) => overPairs(signedVolume(inputs), inputs.bars.volume, bars, ratioOfSums),
    ),
  ),
  volume("mfi_14", 15, "Money flow index of 14 bars, 0..100; 50 without any flow.", (inputs) => {
    const change = inputs.change(inputs.typicalPrice, 1);
    const flow = inputs.typicalPrice.map((price, i) => price * inputs.bars.volume[i]!);
    const positive = inputs.each((i) => (change[i]! > 0 ? flow[i]! : 0));
    const negative = inputs.each((i) => (change[i]! < 0 ? flow[i]! : 0));
    const [up, down] = [inputs.over(positive, 14, sum), inputs.over(negative, 14, sum)];
    return quotient(
      up,
      up.map((value, i) => value + down[i]!),
      0.5,
    ).map((share) => 100 * share);
  }),
  volume(
    "chaikin_money_flow_20",
    20,
    "Volume weighted by the place of the close in its bar, over the volume, 20 bars.",
    (inputs) => {
      const { high, low, close, volume: traded } = inputs.bars;
      const flow = inputs.each((i) =>
        high[i] === low[i] ? 0 : (traded[i]! * (2 * close[i]! - high[i]! - low[i]!)) / (high[i]! - low[i]!),
      );
      return overPairs(flow, traded, 20, ratioOfSums);
    },
  ),
  ...[20, 50].map((bars) =>
    volume(
      `vwap_distance_${bars}`,
      bars,
      `(close - volume-weighted mean of ${bars} typical prices) / ATR(14).`,
      (inputs) => inputs.inAtr(inputs.bars.close, vwap(inputs, bars)),
    ),
  ),
  volume(
    "vwma_spread_20",
    20,
    "(volume-weighted mean of 20 closes - their plain mean) / ATR(14).",
    (inputs) =>
      inputs.inAtr(overPairs(inputs.bars.close, inputs.bars.volume, 20, weightedMean), inputs.average(20)),
  ),
  volume(
    "force_index_13",
    20,
    "Mean of 13 changes of the close times volume, over mean volume of 20 and ATR(14).",
    (inputs) => {
      const change = inputs.change(inputs.bars.close, 1);
      const force = inputs.over(
        inputs.each((i) => change[i]! * inputs.bars.volume[i]!),
        13,
        mean,
      );
      return inputs.inAtr(quotient(force, average(inputs, 20)), new Float64Array(inputs.rows));
    },
  ),
  volume("price_volume_correlation_20", 21, "Correlation of 20 log returns with volume.", (inputs) =>
    overPairs(inputs.logReturn, inputs.bars.volume, 20, correlation),
  ),
  volume("range_volume_correlation_20", 21, "Correlation of 20 true ranges with volume.", (inputs) =>
    overPairs(inputs.trueRange, inputs.bars.volume, 20, correlation),
  ),
  volume(
    "amihud_ratio_20_100",
    101,
    "|log return| a unit of volume: mean of 20 bars over that of 100.",
    (inputs) => {
      const impact = inputs.logReturn.map((r, i) =>
        inputs.bars.volume[i] === 0 ? 0 : Math.abs(r) / inputs.bars.volume[i]!,
      );
      return quotient(inputs.over(impact, 20, mean), inputs.over(impact, 100, mean), 1);
    },
  ),
];

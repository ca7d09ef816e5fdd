import { lag } from "../../indicators/kernel/lag.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { quotient } from "../kernel/quotient.ts";

const price = featuresOf("price");

/** The volatility that returns are measured in. */
const VOLATILITY_BARS = 50;

const returns = [1, 2, 3, 5, 10, 15, 30, 60, 120].map((bars) =>
  price(
    `return_${bars}`,
    Math.max(bars, VOLATILITY_BARS) + 1,
    `Log return of ${bars} bars over the volatility (root mean square of 50 returns) times sqrt(${bars}).`,
    (inputs) => {
      const expected = inputs.volatility(VOLATILITY_BARS).map((sigma) => sigma * Math.sqrt(bars));
      return quotient(inputs.change(inputs.logClose, bars), expected);
    },
  ),
);

const rangePositions = [20, 50, 100, 200].map((bars) =>
  price(
    `range_position_${bars}`,
    bars,
    `Place of the close between the low (0) and the high (1) of ${bars} bars; 0.5 without a range.`,
    (inputs) => {
      const [high, low] = [inputs.highest(bars), inputs.lowest(bars)];
      const { close } = inputs.bars;
      return inputs.each((i) => (high[i] === low[i] ? 0.5 : (close[i]! - low[i]!) / (high[i]! - low[i]!)));
    },
  ),
);

/** A length measured in the bar's own range; 0 in a bar without one. */
function shareOfRange(inputs: FeatureInputs, length: (row: number) => number): Float64Array {
  const { high, low } = inputs.bars;
  return inputs.each((i) => (high[i] === low[i] ? 0 : length(i) / (high[i]! - low[i]!)));
}

const shareAbove = (inputs: FeatureInputs, change: Float64Array): Float64Array =>
  inputs.mean(
    change.map((step) => (step > 0 ? 1 : 0)),
    10,
  );

export const PRICE_FEATURES: readonly FeatureDefinition[] = [
  ...returns,
  ...rangePositions,
  price("high_low_spread", 1, "(high - low) / close.", ({ bars }) =>
    bars.close.map((close, i) => (bars.high[i]! - bars.low[i]!) / close),
  ),
  price("close_open_spread", 15, "(close - open) / ATR(14).", (inputs) =>
    inputs.inAtr(inputs.bars.close, inputs.bars.open),
  ),
  price("range_in_atr", 15, "True range / ATR(14).", (inputs) => quotient(inputs.trueRange, inputs.atr, 1)),
  price("close_location", 1, "Place of the close in its bar: -1 at the low, 1 at the high.", (inputs) => {
    const { high, low, close } = inputs.bars;
    return shareOfRange(inputs, (i) => 2 * close[i]! - high[i]! - low[i]!);
  }),
  price("upper_shadow", 1, "(high - max(open, close)) / (high - low).", (inputs) => {
    const { open, high, close } = inputs.bars;
    return shareOfRange(inputs, (i) => high[i]! - Math.max(open[i]!, close[i]!));
  }),
  price("lower_shadow", 1, "(min(open, close) - low) / (high - low).", (inputs) => {
    const { open, low, close } = inputs.bars;
    return shareOfRange(inputs, (i) => Math.min(open[i]!, close[i]!) - low[i]!);
  }),
  ...[5, 15].map((bars) =>
    price(
      `momentum_${bars}`,
      Math.max(15, bars + 1),
      `(close - close ${bars} bars before) / ATR(14).`,
      (inputs) => inputs.inAtr(inputs.bars.close, lag(inputs.bars.close, bars)),
    ),
  ),
  price("higher_highs_10", 11, "Share of 10 bars with a high above the one before.", (inputs) =>
    shareAbove(inputs, inputs.change(inputs.bars.high, 1)),
  ),
  price("lower_lows_10", 11, "Share of 10 bars with a low below the one before.", (inputs) =>
    shareAbove(
      inputs,
      inputs.change(inputs.bars.low, 1).map((change) => -change),
    ),
  ),
];

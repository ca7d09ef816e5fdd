import { lag } from "../../indicators/kernel/lag.ts";
import { positivePart } from "../../indicators/kernel/positive-part.ts";
import { rollingMax, rollingMin } from "../../indicators/kernel/rolling-extreme.ts";
import { cci } from "../../indicators/momentum/cci.ts";
import { wma } from "../../indicators/moving-averages/wma.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { quotient } from "../kernel/quotient.ts";
import { windowSum } from "../kernel/window-sum.ts";

const technical = featuresOf("technical");

/** Cutler's relative strength index: Wilder's with plain sums, 0..100; 50 where nothing moves. Needs period + 1 bars. */
function relativeStrength(inputs: FeatureInputs, period: number): Float64Array {
  return inputs.column(`rsi_${period}`, () => {
    const change = inputs.change(inputs.bars.close, 1);
    const gain = windowSum(change.map(positivePart), period);
    const moved = windowSum(change.map(Math.abs), period);
    return quotient(gain, moved, 0.5).map((share) => 100 * share);
  });
}

/** Place of x between a low and a high, 0..1; 0.5 where they are one. */
const placeBetween = (x: Float64Array, low: Float64Array, high: Float64Array): Float64Array =>
  x.map((value, i) => (high[i] === low[i] ? 0.5 : (value - low[i]!) / (high[i]! - low[i]!)));

/** %K: place of the close in the range of 14 bars. */
const stochastic = (inputs: FeatureInputs): Float64Array =>
  inputs.column("stochastic", () => placeBetween(inputs.bars.close, inputs.lowest(14), inputs.highest(14)));

/** Buying pressure over true range: how much of the bars' range lies below their closes. */
function buyingPressure(inputs: FeatureInputs, period: number): Float64Array {
  const { low, close } = inputs.bars;
  const before = lag(close, 1);
  const pressure = inputs.each((i) => close[i]! - Math.min(low[i]!, before[i]!));
  return quotient(windowSum(pressure, period), windowSum(inputs.trueRange, period), 0.5);
}

/** Oscillators: how far and how fast prices came, bounded or measured in what is usual. */
export const OSCILLATOR_FEATURES: readonly FeatureDefinition[] = [
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
  technical("stochastic_rsi_14", 28, "Place of rsi_14 in its range of 14 bars, 0..1.", (inputs) => {
    const rsi = relativeStrength(inputs, 14);
    return placeBetween(rsi, rollingMin(rsi, 14), rollingMax(rsi, 14));
  }),
  technical(
    "stochastic_k_14",
    14,
    "Stochastic %K: place of the close in the range of 14 bars, 0..1.",
    stochastic,
  ),
  technical("stochastic_d_14", 16, "Mean of 3 stochastic_k_14.", (inputs) =>
    inputs.mean(stochastic(inputs), 3),
  ),
  technical("cci_20", 20, "Commodity channel index of 20 bars.", ({ bars }) =>
    cci(bars.high, bars.low, bars.close, 20),
  ),
  technical(
    "ultimate_oscillator",
    29,
    "Buying pressure over true range, sums of 7, 14 and 28 bars weighted 4:2:1.",
    (inputs) => {
      const [fast, middle] = [buyingPressure(inputs, 7), buyingPressure(inputs, 14)];
      return buyingPressure(inputs, 28).map((slow, i) => (4 * fast[i]! + 2 * middle[i]! + slow) / 7);
    },
  ),
  technical("awesome_oscillator", 34, "Mean of 5 less mean of 34 bar middles, / ATR(14).", (inputs) => {
    const { high, low } = inputs.bars;
    const middle = inputs.each((i) => (high[i]! + low[i]!) / 2);
    return inputs.inAtr(inputs.mean(middle, 5), inputs.mean(middle, 34));
  }),
  technical(
    "coppock",
    51,
    "Linearly weighted average of 10 sums of the 11- and 14-bar log returns, over volatility (50 bars).",
    (inputs) => {
      const longer = inputs.change(inputs.logClose, 14);
      const total = inputs.change(inputs.logClose, 11).map((value, i) => value + longer[i]!);
      return quotient(wma(total, 10), inputs.volatility(50));
    },
  ),
  technical("balance_of_power_14", 14, "Mean of (close - open) / (high - low) over 14 bars.", (inputs) => {
    const { open, high, low, close } = inputs.bars;
    const power = inputs.each((i) =>
      high[i] === low[i] ? 0 : (close[i]! - open[i]!) / (high[i]! - low[i]!),
    );
    return inputs.mean(power, 14);
  }),
  technical("bull_power_13", 52, "(high - EMA(13)) / ATR(14), the average cut off after 52 bars.", (inputs) =>
    inputs.inAtr(inputs.bars.high, inputs.exponential(13)),
  ),
  technical("bear_power_13", 52, "(low - EMA(13)) / ATR(14), the average cut off after 52 bars.", (inputs) =>
    inputs.inAtr(inputs.bars.low, inputs.exponential(13)),
  ),
];

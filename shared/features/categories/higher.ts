import { rollingMax, rollingMin } from "../../indicators/kernel/rolling-extreme.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { quotient } from "../kernel/quotient.ts";

const higher = featuresOf("higher-timeframe");

/** Complete bars of the higher timeframe that a feature may look back on. */
const DEPTH = 6;
/**
 * Bars that surely hold so many complete ones: at most 25 each (an hourly day when the clocks go back), the two at the
 * ends may be cut, and a weekend of hourly quotes outside the sessions may lie between.
 */
const LOOKBACK = (DEPTH + 2) * 25 + 50;

/** For each bar the value of the higher timeframe's newest bar that was complete at its close. */
function known(inputs: FeatureInputs, column: Float64Array): Float64Array {
  const { completed } = inputs.higher;
  return inputs.each((row) => column[completed[row]! - 1] ?? Number.NaN);
}

/** Mean range of the last five complete bars: the unit of distance up there. */
const range = (inputs: FeatureInputs): Float64Array =>
  inputs.column("higher_range", () => {
    const { high, low } = inputs.higher.bars;
    return inputs.mean(
      high.map((top, i) => top - low[i]!),
      5,
    );
  });

/** Change of the higher timeframe's close, in ranges. */
function change(inputs: FeatureInputs, bars: number): Float64Array {
  return known(inputs, quotient(inputs.change(inputs.higher.bars.close, bars), range(inputs)));
}

/** Distance of the close now above a level of the higher timeframe, in ranges. */
function distanceAbove(inputs: FeatureInputs, level: Float64Array): Float64Array {
  const [then, unit] = [known(inputs, level), known(inputs, range(inputs))];
  return quotient(
    inputs.bars.close.map((close, i) => close - then[i]!),
    unit,
  );
}

const define = (name: string, doc: string, compute: FeatureDefinition["compute"]): FeatureDefinition =>
  higher(name, LOOKBACK, doc, compute);

/**
 * The next timeframe up (1m: 15m, 5m: 1h, 15m: 4h, 1h and 4h: 1d, 1d: the trading week), from complete bars only: the
 * bar that is still forming would show its own end. "Range" is the mean range of the last five complete bars.
 */
export const HIGHER_TIMEFRAME_FEATURES: readonly FeatureDefinition[] = [
  define("higher_return_1", "Change of the close over the last complete bar / range.", (inputs) =>
    change(inputs, 1),
  ),
  define("higher_return_5", "Change of the close over the last five complete bars / range.", (inputs) =>
    change(inputs, 5),
  ),
  define("higher_distance_to_close", "(close now - last complete close) / range.", (inputs) =>
    distanceAbove(inputs, inputs.higher.bars.close),
  ),
  define("higher_distance_to_high", "(close now - last complete high) / range.", (inputs) =>
    distanceAbove(inputs, inputs.higher.bars.high),
  ),
  define("higher_distance_to_low", "(close now - last complete low) / range.", (inputs) =>
    distanceAbove(inputs, inputs.higher.bars.low),
  ),
  define(
    "higher_distance_to_mean",
    "(close now - mean of the last five complete closes) / range.",
    (inputs) => distanceAbove(inputs, inputs.mean(inputs.higher.bars.close, 5)),
  ),
  define(
    "higher_range_position",
    "Place of the close now in the range of the last five complete bars: 0 low, 1 high.",
    (inputs) => {
      const high = known(inputs, rollingMax(inputs.higher.bars.high, 5));
      const low = known(inputs, rollingMin(inputs.higher.bars.low, 5));
      const { close } = inputs.bars;
      return inputs.each((i) => (high[i] === low[i] ? 0.5 : (close[i]! - low[i]!) / (high[i]! - low[i]!)));
    },
  ),
  define(
    "higher_close_location",
    "Place of the last complete close in its bar: -1 low, 1 high.",
    (inputs) => {
      const { high, low, close } = inputs.higher.bars;
      const place = quotient(
        close.map((last, i) => 2 * last - high[i]! - low[i]!),
        high.map((top, i) => top - low[i]!),
      );
      return known(inputs, place);
    },
  ),
  define("higher_range_ratio", "Range of the last complete bar / range.", (inputs) => {
    const { high, low } = inputs.higher.bars;
    const own = high.map((top, i) => top - low[i]!);
    return known(inputs, quotient(own, range(inputs), 1));
  }),
];

import type { Bars } from "../../market/bars.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";

const higher = featuresOf("higher-timeframe");

/** Complete bars of the higher timeframe that a feature may look back on. */
const DEPTH = 6;
/**
 * Bars that surely hold so many complete ones: at most 25 each (an hourly day when the clocks go back), the two at the
 * ends may be cut, and a weekend of hourly quotes outside the sessions may lie between.
 */
const LOOKBACK = (DEPTH + 2) * 25 + 50;

/** The newest complete bar at `last`, with the price now and the mean range of the last five as the unit of distance. */
interface Moment {
  readonly bars: Bars;
  readonly last: number;
  readonly price: number;
  readonly range: number;
}

const over = (distance: number, range: number): number => (range > 0 ? distance / range : 0);

function extreme(prices: Float64Array, last: number, choose: (a: number, b: number) => number): number {
  let found = prices[last]!;
  for (let i = last - 4; i < last; i++) found = choose(found, prices[i]!);
  return found;
}

function meanOfFive(value: (index: number) => number, last: number): number {
  let total = 0;
  for (let i = last - 4; i <= last; i++) total += value(i);
  return total / 5;
}

/** One value a bar, from the complete bars of the higher timeframe that were known at its close. */
function fromComplete(inputs: FeatureInputs, value: (moment: Moment) => number): Float64Array {
  const { bars, completed } = inputs.higher;
  return inputs.each((row) => {
    const last = completed[row]! - 1;
    if (last < DEPTH - 1) return Number.NaN;
    const range = meanOfFive((i) => bars.high[i]! - bars.low[i]!, last);
    return value({ bars, last, price: inputs.bars.close[row]!, range });
  });
}

const define = (name: string, doc: string, value: (moment: Moment) => number): FeatureDefinition =>
  higher(name, LOOKBACK, doc, (inputs) => fromComplete(inputs, value));

/**
 * The next timeframe up (1m: 15m, 5m: 1h, 15m: 4h, 1h and 4h: 1d, 1d: the trading week), from complete bars only: the
 * bar that is still forming would show its own end. "Range" is the mean range of the last five complete bars.
 */
export const HIGHER_TIMEFRAME_FEATURES: readonly FeatureDefinition[] = [
  define(
    "higher_return_1",
    "Change of the close over the last complete bar / range.",
    ({ bars, last, range }) => over(bars.close[last]! - bars.close[last - 1]!, range),
  ),
  define(
    "higher_return_5",
    "Change of the close over the last five complete bars / range.",
    ({ bars, last, range }) => over(bars.close[last]! - bars.close[last - 5]!, range),
  ),
  define(
    "higher_distance_to_close",
    "(close now - last complete close) / range.",
    ({ bars, last, price, range }) => over(price - bars.close[last]!, range),
  ),
  define(
    "higher_distance_to_high",
    "(last complete high - close now) / range.",
    ({ bars, last, price, range }) => over(bars.high[last]! - price, range),
  ),
  define(
    "higher_distance_to_low",
    "(close now - last complete low) / range.",
    ({ bars, last, price, range }) => over(price - bars.low[last]!, range),
  ),
  define(
    "higher_distance_to_mean",
    "(close now - mean of the last five complete closes) / range.",
    ({ bars, last, price, range }) => over(price - meanOfFive((i) => bars.close[i]!, last), range),
  ),
  define(
    "higher_range_position",
    "Place of the close now in the range of the last five complete bars: 0 low, 1 high.",
    ({ bars, last, price }) => {
      const high = extreme(bars.high, last, Math.max);
      const low = extreme(bars.low, last, Math.min);
      return high > low ? (price - low) / (high - low) : 0.5;
    },
  ),
  define(
    "higher_close_location",
    "Place of the last complete close in its bar: -1 low, 1 high.",
    ({ bars, last }) =>
      over(2 * bars.close[last]! - bars.high[last]! - bars.low[last]!, bars.high[last]! - bars.low[last]!),
  ),
  define("higher_range_ratio", "Range of the last complete bar / range.", ({ bars, last, range }) =>
    over(bars.high[last]! - bars.low[last]!, range),
  ),
];

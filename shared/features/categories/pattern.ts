import { lag } from "../../indicators/kernel/lag.ts";
import { barsSinceMax, barsSinceMin } from "../../indicators/kernel/rolling-arg-extreme.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { rankOfNewest } from "../kernel/window-statistics.ts";

const pattern = featuresOf("pattern");

/** Longest run that is counted: one beyond it means no more and would need a longer memory. */
const LONGEST_RUN = 10;

/** How many bars in a row, this one the last, closed above (1) or below (-1) the close before, at most 10. */
function runLength(inputs: FeatureInputs, side: 1 | -1): Float64Array {
  const moves = inputs.change(inputs.bars.close, 1).map((change) => (change * side > 0 ? 1 : 0));
  return inputs.over(moves, LONGEST_RUN, (x, start, end) => {
    let first = end;
    while (first > start && x[first - 1] === 1) first--;
    return end - first;
  });
}

export const PATTERN_FEATURES: readonly FeatureDefinition[] = [
  pattern(
    "consecutive_up",
    LONGEST_RUN + 1,
    "Closes in a row above the close before, at most 10.",
    (inputs) => runLength(inputs, 1),
  ),
  pattern(
    "consecutive_down",
    LONGEST_RUN + 1,
    "Closes in a row below the close before, at most 10.",
    (inputs) => runLength(inputs, -1),
  ),
  ...[20, 50].flatMap((bars) => [
    pattern(
      `distance_to_resistance_${bars}`,
      bars + 1,
      `(highest high of the ${bars} bars before - close) / ATR(14).`,
      (inputs) => inputs.inAtr(lag(inputs.highest(bars), 1), inputs.bars.close),
    ),
    pattern(
      `distance_to_support_${bars}`,
      bars + 1,
      `(close - lowest low of the ${bars} bars before) / ATR(14).`,
      (inputs) => inputs.inAtr(inputs.bars.close, lag(inputs.lowest(bars), 1)),
    ),
  ]),
  pattern("age_of_high_50", 50, "Bars since the highest high of 50, over 50.", ({ bars }) =>
    barsSinceMax(bars.high, 50).map((since) => since / 50),
  ),
  pattern("age_of_low_50", 50, "Bars since the lowest low of 50, over 50.", ({ bars }) =>
    barsSinceMin(bars.low, 50).map((since) => since / 50),
  ),
  pattern(
    "engulfing",
    2,
    "1 when an up body covers the down body before, -1 the other way round.",
    (inputs) => {
      const { open, close } = inputs.bars;
      return inputs.each((i) => {
        if (i === 0) return Number.NaN;
        const [body, before] = [close[i]! - open[i]!, close[i - 1]! - open[i - 1]!];
        const covers =
          Math.max(open[i]!, close[i]!) >= Math.max(open[i - 1]!, close[i - 1]!) &&
          Math.min(open[i]!, close[i]!) <= Math.min(open[i - 1]!, close[i - 1]!);
        return covers && body * before < 0 ? Math.sign(body) : 0;
      });
    },
  ),
  pattern("inside_bars_10", 11, "Share of 10 bars that lie inside the bar before.", (inputs) => {
    const { high, low } = inputs.bars;
    const inside = inputs.each((i) =>
      i === 0 ? Number.NaN : high[i]! <= high[i - 1]! && low[i]! >= low[i - 1]! ? 1 : 0,
    );
    return inputs.mean(inside, 10);
  }),
  pattern(
    "outside_bar",
    2,
    "Sign of the body of a bar that reaches beyond both ends of the bar before, else 0.",
    (inputs) => {
      const { open, high, low, close } = inputs.bars;
      return inputs.each((i) => {
        if (i === 0) return Number.NaN;
        return high[i]! > high[i - 1]! && low[i]! < low[i - 1]! ? Math.sign(close[i]! - open[i]!) : 0;
      });
    },
  ),
  pattern(
    "body_share_5",
    5,
    "Mean of |close - open| / (high - low) over 5 bars: low for dojis.",
    (inputs) => {
      const { open, high, low, close } = inputs.bars;
      const share = inputs.each((i) =>
        high[i] === low[i] ? 0 : Math.abs(close[i]! - open[i]!) / (high[i]! - low[i]!),
      );
      return inputs.mean(share, 5);
    },
  ),
  pattern("narrow_range_20", 20, "Share of the 19 bars before with a narrower range.", (inputs) =>
    inputs.over(
      inputs.each((i) => inputs.bars.high[i]! - inputs.bars.low[i]!),
      20,
      rankOfNewest,
    ),
  ),
];

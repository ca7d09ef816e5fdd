import { defineIndicator } from "../definition.ts";
import { trueRange, trueRangeState } from "../kernel/true-range.ts";
import { price } from "../outputs.ts";

export const TRUE_RANGE = defineIndicator({
  id: "true_range",
  title: "True range",
  category: "volatility",
  source: "Wilder 1978, New Concepts in Technical Trading Systems; none at the first bar.",
  params: {},
  inputs: ["high", "low", "close"],
  outputs: { true_range: price },
  memory: "finite",
  warmUp: () => 1,
  state: trueRangeState,
  run: ({ high, low, close }, _, state) => ({ true_range: trueRange(high, low, close, state) }),
});

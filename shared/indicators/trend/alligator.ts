import { defineIndicator } from "../definition.ts";
import { alligator, alligatorState } from "../kernel/alligator.ts";
import { price } from "../outputs.ts";

export const ALLIGATOR = defineIndicator({
  id: "alligator",
  title: "Alligator",
  category: "trend",
  source:
    "Williams 1995, Trading Chaos: smoothed averages (13, 8, 5) of the median price, drawn 8, 5, 3 bars ahead.",
  params: {},
  inputs: ["high", "low"],
  outputs: { jaw: price, teeth: price, lips: price },
  memory: "decaying",
  warmUp: () => 20,
  state: alligatorState,
  run: ({ high, low }, _, state) => alligator(high, low, state),
});

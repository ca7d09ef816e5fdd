import { defineIndicator } from "../definition.ts";
import { alligator, alligatorState } from "../kernel/alligator.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { bounded, price } from "../outputs.ts";

const gatorState = () => ({ alligator: alligatorState(), upper: lagState(1), lower: lagState(1) });

/** 1 where x is larger (in size) than the bar before, 0 where it is not, NaN at the first. */
function expanding(x: Float64Array, state: ReturnType<typeof lagState>): Float64Array {
  const out = lag(x, 1, state);
  for (let i = 0; i < out.length; i++) {
    if (!Number.isNaN(out[i]!)) out[i] = Number(Math.abs(x[i]!) > Math.abs(out[i]!));
  }
  return out;
}

/** Gator oscillator: how far the alligator's mouth is open, above (jaw to teeth) and below (teeth to lips). */
export function gator(high: Float64Array, low: Float64Array, state = gatorState()) {
  const { jaw, teeth, lips } = alligator(high, low, state.alligator);
  const upper = jaw.map((value, i) => Math.abs(value - teeth[i]!));
  const lower = teeth.map((value, i) => -Math.abs(value - lips[i]!));
  return {
    upper,
    lower,
    upper_expanding: expanding(upper, state.upper),
    lower_expanding: expanding(lower, state.lower),
  };
}

export const GATOR = defineIndicator({
  id: "gator",
  title: "Gator oscillator",
  category: "trend",
  source: "Williams 1995, Trading Chaos.",
  params: {},
  inputs: ["high", "low"],
  outputs: { upper: price, lower: price, upper_expanding: bounded(0, 1), lower_expanding: bounded(0, 1) },
  memory: "decaying",
  warmUp: () => 21,
  state: gatorState,
  run: ({ high, low }, _, state) => gator(high, low, state),
});

import { log } from "../../math/elementary.ts";
import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { medianPrice } from "../kernel/median-price.ts";
import { rollingExtremeState, rollingMax, rollingMin } from "../kernel/rolling-extreme.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Ehlers keeps the transform's argument off its poles at ±1: what is beyond 0.99 is put at 0.999. */
const NEAR_POLE = 0.99;
const OFF_POLE = 0.999;

const fisherState = (period: number) => ({
  highest: rollingExtremeState(period),
  lowest: rollingExtremeState(period),
  position: 0,
  fisher: 0,
  count: 0,
  trigger: lagState(1),
});

/**
 * Fisher transform of the median price's place in its range, which makes turning points sharp. The window grows from
 * the first bar, whose value is 0.
 */
export function fisher(high: Float64Array, low: Float64Array, period: number, state = fisherState(period)) {
  const median = medianPrice(high, low);
  const highest = rollingMax(median, period, state.highest, 1);
  const out = rollingMin(median, period, state.lowest, 1);
  let { position, fisher: value, count } = state;
  for (let i = 0; i < out.length; i++) {
    const lowest = out[i]!;
    if (Number.isNaN(lowest)) continue;
    const range = highest[i]! - lowest;
    position = range === 0 ? 0 : 0.66 * ((median[i]! - lowest) / range - 0.5) + 0.67 * position;
    if (Math.abs(position) > NEAR_POLE) position = position > 0 ? OFF_POLE : -OFF_POLE;
    if (count++ > 0) value = 0.5 * log((1 + position) / (1 - position)) + 0.5 * value;
    out[i] = value;
  }
  Object.assign(state, { position, fisher: value, count });
  return { fisher: out, trigger: lag(out, 1, state.trigger) };
}

export const FISHER = defineIndicator({
  id: "fisher",
  title: "Fisher transform",
  category: "momentum",
  source: "Ehlers 2002, Stocks & Commodities 20:11; the trigger is the value one bar before.",
  params: { period: barCount(10) },
  inputs: ["high", "low"],
  outputs: { fisher: ratio, trigger: ratio },
  memory: "decaying",
  warmUp: () => 1,
  state: ({ period }) => fisherState(period),
  run: ({ high, low }, { period }, state) => fisher(high, low, period, state),
});

import { log } from "../../math/elementary.ts";
import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { rollingExtremeState, rollingMax, rollingMin } from "../kernel/rolling-extreme.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

const choppinessState = (period: number) => ({
  previous: lagState(1),
  highest: rollingExtremeState(period),
  lowest: rollingExtremeState(period),
  path: rollingSumState(period),
});

/** Log of the path (sum of true ranges) over the net range: 0 is a straight line, 100 goes nowhere. */
export function choppiness(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = choppinessState(period),
): Float64Array {
  const previous = lag(close, 1, state.previous);
  const top = high.map((value, i) => Math.max(value, previous[i]!));
  const bottom = low.map((value, i) => Math.min(value, previous[i]!));
  const highest = rollingMax(top, period, state.highest);
  const lowest = rollingMin(bottom, period, state.lowest);
  const ranges = top.map((value, i) => value - bottom[i]!);
  return rollingSum(ranges, period, 1, state.path).map((path, i) => {
    const range = highest[i]! - lowest[i]!;
    // A path as short as the range is a straight line; without a range there is no path either.
    return path <= range ? 0 : Math.min(100, (100 * log(path / range)) / log(period));
  });
}

export const CHOPPINESS = defineIndicator({
  id: "choppiness",
  title: "Choppiness index",
  category: "volatility",
  source: "Dreiss 1993. No range gives 0.",
  params: { period: barCount(14) },
  inputs: ["high", "low", "close"],
  outputs: { choppiness: bounded(0, 100) },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => choppinessState(period),
  run: ({ high, low, close }, { period }, state) => ({
    choppiness: choppiness(high, low, close, period, state),
  }),
});

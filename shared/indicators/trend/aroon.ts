import { defineIndicator } from "../definition.ts";
import { barsSinceMax, barsSinceMin } from "../kernel/rolling-arg-extreme.ts";
import { windowState } from "../kernel/window.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

const aroonState = (period: number) => ({ high: windowState(period + 1), low: windowState(period + 1) });

/** How recent the highest high and the lowest low of the last `period` + 1 bars are (100: this bar), and the gap. */
export function aroon(high: Float64Array, low: Float64Array, period: number, state = aroonState(period)) {
  const up = barsSinceMax(high, period + 1, state.high);
  const down = barsSinceMin(low, period + 1, state.low);
  const oscillator = new Float64Array(up.length);
  for (let i = 0; i < up.length; i++) {
    up[i] = (100 * (period - up[i]!)) / period;
    down[i] = (100 * (period - down[i]!)) / period;
    oscillator[i] = up[i]! - down[i]!;
  }
  return { up, down, oscillator };
}

export const AROON = defineIndicator({
  id: "aroon",
  title: "Aroon",
  category: "trend",
  source: "Chande 1995, Stocks & Commodities 13:9; of equal extremes the latest counts, as in TA-Lib.",
  params: { period: barCount(25) },
  inputs: ["high", "low"],
  outputs: { up: bounded(0, 100), down: bounded(0, 100), oscillator: bounded(-100, 100) },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => aroonState(period),
  run: ({ high, low }, { period }, state) => aroon(high, low, period, state),
});

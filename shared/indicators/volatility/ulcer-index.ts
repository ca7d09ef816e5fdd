import { defineIndicator } from "../definition.ts";
import { overWindows, windowState } from "../kernel/window.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Root mean square of the drawdowns, in percent, from the highest close so far in the window. */
export function ulcerIndex(x: Float64Array, period: number, state = windowState(period)): Float64Array {
  return overWindows(x, period, rootMeanSquareDrawdown, state);
}

function rootMeanSquareDrawdown(values: Float64Array, start: number, end: number): number {
  let peak = values[start]!;
  let squares = 0;
  for (let j = start; j < end; j++) {
    peak = Math.max(peak, values[j]!);
    const drawdown = peak === 0 ? 0 : (100 * (values[j]! - peak)) / peak;
    squares += drawdown * drawdown;
  }
  return Math.sqrt(squares / (end - start));
}

export const ULCER_INDEX = defineIndicator({
  id: "ulcer_index",
  title: "Ulcer index",
  category: "volatility",
  source:
    "Martin and McCann 1989, The Investor's Guide to Fidelity Funds; drawdowns from the window's running peak.",
  params: { period: barCount(14) },
  inputs: ["close"],
  outputs: { ulcer_index: ratio },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => windowState(period),
  run: ({ close }, { period }, state) => ({ ulcer_index: ulcerIndex(close, period, state) }),
});

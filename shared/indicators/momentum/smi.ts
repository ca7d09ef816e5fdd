import { defineIndicator } from "../definition.ts";
import { exponential, exponentialState } from "../kernel/exponential.ts";
import { rollingExtremeState, rollingMax, rollingMin } from "../kernel/rolling-extreme.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

const twiceState = () => ({ first: exponentialState(), second: exponentialState() });

/** An EMA of an EMA, both starting at their first value. */
function smoothTwice(
  x: Float64Array,
  first: number,
  second: number,
  state: ReturnType<typeof twiceState>,
): Float64Array {
  return exponential(exponential(x, 1, 2 / (first + 1), state.first), 1, 2 / (second + 1), state.second);
}

const smiState = (period: number) => ({
  highest: rollingExtremeState(period),
  lowest: rollingExtremeState(period),
  distance: twiceState(),
  range: twiceState(),
  signal: exponentialState(),
});

/** Stochastic momentum index: the close's distance from the middle of the range, over half the range, both smoothed. */
export function smi(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  first: number,
  second: number,
  signal: number,
  state = smiState(period),
) {
  const distance = rollingMax(high, period, state.highest);
  const range = rollingMin(low, period, state.lowest);
  for (let i = 0; i < range.length; i++) {
    const highest = distance[i]!;
    distance[i] = close[i]! - 0.5 * (highest + range[i]!);
    range[i] = highest - range[i]!;
  }
  const line = smoothTwice(distance, first, second, state.distance);
  const scale = smoothTwice(range, first, second, state.range);
  for (let i = 0; i < line.length; i++) line[i] = scale[i] === 0 ? 0 : (200 * line[i]!) / scale[i]!;
  return { smi: line, signal: exponential(line, 1, 2 / (signal + 1), state.signal) };
}

export const SMI = defineIndicator({
  id: "smi",
  title: "Stochastic momentum index",
  category: "momentum",
  source: "Blau 1993, Stocks & Commodities 11:1; averages start at their first value. No range gives 0.",
  params: { period: barCount(13), first: barCount(25), second: barCount(2), signal: barCount(3) },
  inputs: ["high", "low", "close"],
  outputs: { smi: bounded(-100, 100), signal: bounded(-100, 100) },
  memory: "decaying",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => smiState(period),
  run: ({ high, low, close }, { period, first, second, signal }, state) =>
    smi(high, low, close, period, first, second, signal, state),
});

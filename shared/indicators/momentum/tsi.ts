import { defineIndicator } from "../definition.ts";
import { change } from "../kernel/change.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { lagState } from "../kernel/lag.ts";
import { ema } from "../moving-averages/ema.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

const tsiState = () => ({
  previous: lagState(1),
  net: { first: exponentialState(), second: exponentialState() },
  size: { first: exponentialState(), second: exponentialState() },
  signal: exponentialState(),
});

/** True strength index: twice-smoothed change over twice-smoothed size of the change. No movement gives 0. */
export function tsi(x: Float64Array, first: number, second: number, signal: number, state = tsiState()) {
  const changes = change(x, 1, state.previous);
  const line = ema(ema(changes, first, state.net.first), second, state.net.second);
  const size = ema(ema(changes.map(Math.abs), first, state.size.first), second, state.size.second);
  for (let i = 0; i < line.length; i++) line[i] = size[i] === 0 ? 0 : (100 * line[i]!) / size[i]!;
  return { tsi: line, signal: ema(line, signal, state.signal) };
}

export const TSI = defineIndicator({
  id: "tsi",
  title: "True strength index",
  category: "momentum",
  source: "Blau 1991, Stocks & Commodities 9:11.",
  params: { first: barCount(25), second: barCount(13), signal: barCount(7) },
  inputs: ["close"],
  outputs: { tsi: bounded(-100, 100), signal: bounded(-100, 100) },
  memory: "decaying",
  warmUp: ({ first, second, signal }) => first + second + signal - 2,
  state: tsiState,
  run: ({ close }, { first, second, signal }, state) => tsi(close, first, second, signal, state),
});

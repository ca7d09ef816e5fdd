import { defineIndicator } from "../definition.ts";
import { lagState } from "../kernel/lag.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { sma } from "../moving-averages/sma.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";
import { rateOfChange } from "./rate-of-change.ts";

/** Pring's four spans: rate of change over `change` bars, averaged over `smoothing` bars, with rising weights. */
const SPANS = [
  { change: 10, smoothing: 10 },
  { change: 15, smoothing: 10 },
  { change: 20, smoothing: 10 },
  { change: 30, smoothing: 15 },
] as const;

const spanState = (index: 0 | 1 | 2 | 3) => ({
  change: lagState(SPANS[index].change),
  smooth: rollingSumState(SPANS[index].smoothing),
});
const kstState = (signal: number) => ({
  0: spanState(0),
  1: spanState(1),
  2: spanState(2),
  3: spanState(3),
  signal: rollingSumState(signal),
});

/** Pring's know sure thing: smoothed rates of change of four spans, weighted 1 to 4, and its simple average. */
export function kst(x: Float64Array, signal: number, state = kstState(signal)) {
  const line = new Float64Array(x.length);
  for (const index of [0, 1, 2, 3] as const) {
    const { change, smoothing } = SPANS[index];
    const span = sma(rateOfChange(x, change, state[index].change), smoothing, state[index].smooth);
    for (let i = 0; i < line.length; i++) line[i] = line[i]! + (index + 1) * span[i]!;
  }
  return { kst: line, signal: sma(line, signal, state.signal) };
}

export const KST = defineIndicator({
  id: "kst",
  title: "Know sure thing",
  category: "momentum",
  source:
    "Pring 1992, Stocks & Commodities 10:9: rates of change of 10, 15, 20, 30 bars averaged over 10, 10, 10, 15.",
  params: { signal: barCount(9, 1) },
  inputs: ["close"],
  outputs: { kst: ratio, signal: ratio },
  memory: "finite",
  warmUp: ({ signal }) => 43 + signal,
  state: ({ signal }) => kstState(signal),
  run: ({ close }, { signal }, state) => kst(close, signal, state),
});

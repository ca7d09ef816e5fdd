import { defineIndicator } from "../definition.ts";
import { lagState } from "../kernel/lag.ts";
import { weightedSumState } from "../kernel/weighted-sum.ts";
import { wma } from "../moving-averages/wma.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";
import { rateOfChange } from "./rate-of-change.ts";

const coppockState = (long: number, short: number, smoothing: number) => ({
  long: lagState(long),
  short: lagState(short),
  smooth: weightedSumState(smoothing),
});

/** Coppock curve: weighted average of the sum of two rates of change. */
export function coppock(
  x: Float64Array,
  long: number,
  short: number,
  smoothing: number,
  state = coppockState(long, short, smoothing),
): Float64Array {
  const sum = rateOfChange(x, long, state.long);
  const shorter = rateOfChange(x, short, state.short);
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + shorter[i]!;
  return wma(sum, smoothing, state.smooth);
}

export const COPPOCK = defineIndicator({
  id: "coppock",
  title: "Coppock curve",
  category: "momentum",
  source: "Coppock 1962, Barron's; made for monthly bars.",
  params: { long: barCount(14), short: barCount(11), smoothing: barCount(10) },
  inputs: ["close"],
  outputs: { coppock: ratio },
  memory: "finite",
  warmUp: ({ long, short, smoothing }) => Math.max(long, short) + smoothing - 1,
  state: ({ long, short, smoothing }) => coppockState(long, short, smoothing),
  run: ({ close }, { long, short, smoothing }, state) => ({
    coppock: coppock(close, long, short, smoothing, state),
  }),
});

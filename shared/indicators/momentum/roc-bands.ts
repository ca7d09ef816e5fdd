import { defineIndicator } from "../definition.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { lagState } from "../kernel/lag.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { ema } from "../moving-averages/ema.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";
import { rateOfChange } from "./rate-of-change.ts";

const rocBandsState = (period: number, deviation: number) => ({
  change: lagState(period),
  average: exponentialState(),
  squares: rollingSumState(deviation),
});

/** Rate of change with an EMA of it and bands at its root mean square over `deviation` bars. */
export function rocBands(
  x: Float64Array,
  period: number,
  smoothing: number,
  deviation: number,
  state = rocBandsState(period, deviation),
) {
  const roc = rateOfChange(x, period, state.change);
  const squares = roc.map((percent) => percent * percent);
  const upper = rollingSum(squares, deviation, 1 / deviation, state.squares).map((mean) =>
    Math.sqrt(Math.max(mean, 0)),
  );
  return { roc, average: ema(roc, smoothing, state.average), upper, lower: upper.map((band) => -band) };
}

export const ROC_BANDS = defineIndicator({
  id: "roc_bands",
  title: "Rate of change with bands",
  category: "momentum",
  source: "Rate of change about zero with bands at its root mean square.",
  params: { period: barCount(20, 1), smoothing: barCount(5), deviation: barCount(5) },
  inputs: ["close"],
  outputs: { roc: ratio, average: ratio, upper: ratio, lower: ratio },
  memory: "decaying",
  warmUp: ({ period, smoothing, deviation }) => period + Math.max(smoothing, deviation) - 1,
  state: ({ period, deviation }) => rocBandsState(period, deviation),
  run: ({ close }, { period, smoothing, deviation }, state) =>
    rocBands(close, period, smoothing, deviation, state),
});

import { log } from "../../math/elementary.ts";
import { defineIndicator } from "../definition.ts";
import { logRatio } from "../kernel/log-ratio.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { squareRoots } from "../kernel/square-roots.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Volatility per bar from the range: root of the mean squared log range over 4 log 2. */
export function parkinson(
  high: Float64Array,
  low: Float64Array,
  period: number,
  state = rollingSumState(period),
): Float64Array {
  const squares = logRatio(high, low).map((range) => range * range);
  return squareRoots(rollingSum(squares, period, 1 / (4 * log(2) * period), state));
}

export const PARKINSON = defineIndicator({
  id: "parkinson",
  title: "Parkinson volatility",
  category: "volatility",
  source: "Parkinson 1980, Journal of Business 53:1; the mean is taken before the root. Per bar.",
  params: { period: barCount(20) },
  inputs: ["high", "low"],
  outputs: { parkinson: ratio },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => rollingSumState(period),
  run: ({ high, low }, { period }, state) => ({ parkinson: parkinson(high, low, period, state) }),
});

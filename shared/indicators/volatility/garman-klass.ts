import { log } from "../../math/elementary.ts";
import { defineIndicator } from "../definition.ts";
import { logRatio } from "../kernel/log-ratio.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { squareRoots } from "../kernel/square-roots.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Volatility per bar from range and body, for a market without gaps or drift. */
export function garmanKlass(
  open: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = rollingSumState(period),
): Float64Array {
  const bodyWeight = 2 * log(2) - 1;
  const body = logRatio(close, open);
  const terms = logRatio(high, low).map((range, i) => 0.5 * range * range - bodyWeight * body[i]! * body[i]!);
  return squareRoots(rollingSum(terms, period, 1 / period, state));
}

export const GARMAN_KLASS = defineIndicator({
  id: "garman_klass",
  title: "Garman-Klass volatility",
  category: "volatility",
  source: "Garman and Klass 1980, Journal of Business 53:1. Per bar.",
  params: { period: barCount(20) },
  inputs: ["open", "high", "low", "close"],
  outputs: { garman_klass: ratio },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => rollingSumState(period),
  run: ({ open, high, low, close }, { period }, state) => ({
    garman_klass: garmanKlass(open, high, low, close, period, state),
  }),
});

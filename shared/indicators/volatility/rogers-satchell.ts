import { defineIndicator } from "../definition.ts";
import { rogersSatchellTerms } from "../kernel/rogers-satchell.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { squareRoots } from "../kernel/square-roots.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Volatility per bar that a drift does not bias. */
export function rogersSatchell(
  open: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = rollingSumState(period),
): Float64Array {
  const terms = rogersSatchellTerms(open, high, low, close);
  return squareRoots(rollingSum(terms, period, 1 / period, state));
}

export const ROGERS_SATCHELL = defineIndicator({
  id: "rogers_satchell",
  title: "Rogers-Satchell volatility",
  category: "volatility",
  source: "Rogers and Satchell 1991, Annals of Applied Probability 1:4. Per bar.",
  params: { period: barCount(20) },
  inputs: ["open", "high", "low", "close"],
  outputs: { rogers_satchell: ratio },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => rollingSumState(period),
  run: ({ open, high, low, close }, { period }, state) => ({
    rogers_satchell: rogersSatchell(open, high, low, close, period, state),
  }),
});

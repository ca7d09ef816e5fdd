import { defineIndicator } from "../definition.ts";
import { percentOfRange, percentOfRangeState } from "../kernel/percent-of-range.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Williams %R: how far the close is below the highest high, in percent of the range, -100..0. */
export function williamsR(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = percentOfRangeState(period),
): Float64Array {
  const out = percentOfRange(high, low, close, period, state);
  for (let i = 0; i < out.length; i++) out[i] = out[i]! - 100;
  return out;
}

export const WILLIAMS_R = defineIndicator({
  id: "williams_r",
  title: "Williams %R",
  category: "momentum",
  source: "Williams 1979. A window without a range is neutral, -50.",
  params: { period: barCount(14) },
  inputs: ["high", "low", "close"],
  outputs: { williams_r: bounded(-100, 0) },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => percentOfRangeState(period),
  run: ({ high, low, close }, { period }, state) => ({
    williams_r: williamsR(high, low, close, period, state),
  }),
});

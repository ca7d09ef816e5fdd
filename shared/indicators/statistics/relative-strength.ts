import { defineIndicator } from "../definition.ts";
import { lagState } from "../kernel/lag.ts";
import { rateOfChange } from "../momentum/rate-of-change.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

const relativeStrengthState = (period: number) => ({ own: lagState(period), market: lagState(period) });

/** Price relative to the reference's, and the difference of their returns over `period` bars. */
export function relativeStrength(
  close: Float64Array,
  reference: Float64Array,
  period: number,
  state = relativeStrengthState(period),
) {
  const market = rateOfChange(reference, period, state.market);
  return {
    relative_strength: close.map((price, i) => (reference[i] === 0 ? 0 : price / reference[i]!)),
    outperformance: rateOfChange(close, period, state.own).map((percent, i) => (percent - market[i]!) / 100),
  };
}

export const RELATIVE_STRENGTH = defineIndicator({
  id: "relative_strength",
  title: "Price relative strength",
  category: "statistics",
  source: "Close over the reference's close, and the difference of their returns over `period` bars.",
  params: { period: barCount(30, 1) },
  inputs: ["close", "reference"],
  outputs: { relative_strength: ratio, outperformance: ratio },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => relativeStrengthState(period),
  run: ({ close, reference }, { period }, state) => relativeStrength(close, reference, period, state),
});

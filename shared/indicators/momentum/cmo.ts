import { defineIndicator } from "../definition.ts";
import { change } from "../kernel/change.ts";
import { lagState } from "../kernel/lag.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

const cmoState = (period: number) => ({
  previous: lagState(1),
  net: rollingSumState(period),
  size: rollingSumState(period),
});

/** Chande momentum oscillator: sum of changes over the sum of their sizes, -100..100. No movement gives 0. */
export function cmo(x: Float64Array, period: number, state = cmoState(period)): Float64Array {
  const out = change(x, 1, state.previous);
  const size = new Float64Array(out.length);
  for (let i = 0; i < out.length; i++) size[i] = Math.abs(out[i]!);
  rollingSum(out, period, 1, state.net, out);
  rollingSum(size, period, 1, state.size, size);
  // The two running sums round apart, so a one-way window may reach 100 and an ulp.
  for (let i = 0; i < out.length; i++) {
    out[i] = size[i] === 0 ? 0 : Math.max(-100, Math.min(100, (100 * out[i]!) / size[i]!));
  }
  return out;
}

export const CMO = defineIndicator({
  id: "cmo",
  title: "Chande momentum oscillator",
  category: "momentum",
  source:
    "Chande 1994, The New Technical Trader: plain sums. (TA-Lib's CMO smooths them as Wilder did: 2 RSI - 100.)",
  params: { period: barCount(14) },
  inputs: ["close"],
  outputs: { cmo: bounded(-100, 100) },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => cmoState(period),
  run: ({ close }, { period }, state) => ({ cmo: cmo(close, period, state) }),
});

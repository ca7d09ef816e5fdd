import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { sma } from "../moving-averages/sma.ts";
import { confirmedAfter, price } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Bars that the average is drawn back by: half the period and one. */
const displacement = ({ period }: { readonly period: number }) => Math.floor(period / 2) + 1;

const dpoState = (period: number) => ({
  average: rollingSumState(period),
  price: lagState(displacement({ period })),
});

/** The price `period` / 2 + 1 bars ago less the simple average of now, which is centred about there. */
export function dpo(x: Float64Array, period: number, state = dpoState(period)): Float64Array {
  const out = sma(x, period, state.average);
  const earlier = lag(x, displacement({ period }), state.price);
  for (let i = 0; i < out.length; i++) out[i] = earlier[i]! - out[i]!;
  return out;
}

export const DPO = defineIndicator({
  id: "dpo",
  title: "Detrended price oscillator",
  category: "momentum",
  source: "Price less the simple moving average centred on it, known only period / 2 + 1 bars later.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { dpo: confirmedAfter(displacement, price) },
  memory: "finite",
  warmUp: ({ period }) => Math.max(period - 1, displacement({ period })),
  state: ({ period }) => dpoState(period),
  run: ({ close }, { period }, state) => ({ dpo: dpo(close, period, state) }),
});

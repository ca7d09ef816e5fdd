import { defineIndicator } from "../definition.ts";
import { tripleExponential, tripleExponentialState } from "../kernel/triple-exponential.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Triple exponential moving average: 3 EMA - 3 EMA(EMA) + EMA(EMA(EMA)). */
export function tema(x: Float64Array, period: number, state = tripleExponentialState()): Float64Array {
  const { first, second, third } = tripleExponential(x, period, period, state);
  for (let i = 0; i < third.length; i++) third[i] = 3 * first[i]! - 3 * second[i]! + third[i]!;
  return third;
}

export const TEMA = defineIndicator({
  id: "tema",
  title: "Triple exponential moving average",
  category: "moving average",
  source: "Mulloy 1994, Stocks & Commodities 12:1; seeded as TA-Lib's TEMA.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { tema: price },
  memory: "decaying",
  warmUp: ({ period }) => 3 * (period - 1),
  state: tripleExponentialState,
  run: ({ close }, { period }, state) => ({ tema: tema(close, period, state) }),
});

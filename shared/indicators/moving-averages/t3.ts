import { defineIndicator } from "../definition.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { smoothedThrice, tripleExponentialState } from "../kernel/triple-exponential.ts";
import { price } from "../outputs.ts";
import { barCount, real } from "../params.ts";
import { ema } from "./ema.ts";

const t3State = () => ({
  first: tripleExponentialState(),
  fourth: exponentialState(),
  fifth: exponentialState(),
  sixth: exponentialState(),
});

/**
 * Tillson's T3: six EMAs in a row combined so that the delay of the smoothing is mostly undone.
 * @param volumeFactor 0 is an EMA of an EMA of an EMA, 1 a DEMA of a DEMA of a DEMA
 */
export function t3(x: Float64Array, period: number, volumeFactor: number, state = t3State()): Float64Array {
  const third = smoothedThrice(x, period, period, state.first);
  const fourth = ema(third, period, state.fourth);
  const fifth = ema(fourth, period, state.fifth);
  const out = ema(fifth, period, state.sixth);
  const a = volumeFactor;
  const weight6 = -a * a * a;
  const weight5 = 3 * (a * a + a * a * a);
  const weight4 = -6 * a * a - 3 * (a + a * a * a);
  const weight3 = 1 + 3 * a + a * a * a + 3 * a * a;
  for (let i = 0; i < out.length; i++) {
    out[i] = weight6 * out[i]! + weight5 * fifth[i]! + weight4 * fourth[i]! + weight3 * third[i]!;
  }
  return out;
}

export const T3 = defineIndicator({
  id: "t3",
  title: "Tillson T3 moving average",
  category: "moving average",
  source: "Tillson 1998, Stocks & Commodities 16:1; seeded as TA-Lib's T3.",
  params: { period: barCount(5), volumeFactor: real(0.7, 0, 1) },
  inputs: ["close"],
  outputs: { t3: price },
  memory: "decaying",
  warmUp: ({ period }) => 6 * (period - 1),
  state: t3State,
  run: ({ close }, { period, volumeFactor }, state) => ({ t3: t3(close, period, volumeFactor, state) }),
});

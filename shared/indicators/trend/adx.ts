import { defineIndicator } from "../definition.ts";
import { type DirectionalState, directionalIndex, directionalState } from "../kernel/directional-movement.ts";
import { type ExponentialState, exponential, exponentialState } from "../kernel/exponential.ts";
import { type LagState, lag, lagState } from "../kernel/lag.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

type AdxState = { directional: DirectionalState; average: ExponentialState; earlier: LagState };
const adxState = (period: number): AdxState => ({
  directional: directionalState(),
  average: exponentialState(),
  earlier: lagState(period - 1),
});

/** Wilder's directional movement: +DI and -DI, their index DX, its average ADX, and ADXR, the mean of two ADX. */
export function adx(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = adxState(period),
) {
  const { plus_di, minus_di, dx } = directionalIndex(high, low, close, period, state.directional);
  const average = exponential(dx, period, 1 / period, state.average);
  const adxr = lag(average, period - 1, state.earlier);
  for (let i = 0; i < adxr.length; i++) adxr[i] = (average[i]! + adxr[i]!) / 2;
  return { adx: average, plus_di, minus_di, dx, adxr };
}

export const ADX = defineIndicator({
  id: "adx",
  title: "Average directional index",
  category: "trend",
  source: "Wilder 1978, New Concepts in Technical Trading Systems; seeded as TA-Lib's ADX.",
  params: { period: barCount(14) },
  inputs: ["high", "low", "close"],
  outputs: {
    adx: bounded(0, 100),
    plus_di: bounded(0, 100),
    minus_di: bounded(0, 100),
    dx: bounded(0, 100),
    adxr: bounded(0, 100),
  },
  memory: "decaying",
  warmUp: ({ period }) => 3 * period - 2,
  state: ({ period }) => adxState(period),
  run: ({ high, low, close }, { period }, state) => adx(high, low, close, period, state),
});

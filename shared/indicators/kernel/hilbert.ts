import { atan } from "../../math/elementary.ts";

/** Newest first: `ring[k]` is the value of k bars ago. */
const history = () => new Float64Array(7);

export const hilbertState = () => ({
  count: 0,
  price: history(),
  smooth: history(),
  detrender: history(),
  inPhase: history(),
  quadrature: history(),
  i2: 0,
  q2: 0,
  re: 0,
  im: 0,
  period: 0,
});
export type HilbertState = ReturnType<typeof hilbertState>;

/** Bars before the first estimate of the cycle. */
export const HILBERT_WARM_UP = 6;

const push = (ring: Float64Array, value: number) => {
  ring.copyWithin(1, 0);
  ring[0] = value;
};

/** Ehlers's weighted average of four prices, 4 3 2 1. */
export function fourBarAverage(ring: Float64Array): number {
  return (4 * ring[0]! + 3 * ring[1]! + 2 * ring[2]! + ring[3]!) / 10;
}

/** Ehlers's seven-tap Hilbert transform, its gain corrected for the cycle's period. */
function transform(ring: Float64Array, gain: number): number {
  return (0.0962 * ring[0]! + 0.5769 * ring[2]! - 0.5769 * ring[4]! - 0.0962 * ring[6]!) * gain;
}

const decay = (newest: number, before: number) => 0.2 * newest + 0.8 * before;

/** The period that the homodyne discriminator measures, held near the one before and within 6 to 50 bars. */
function nextPeriod({ re, im, period }: HilbertState): number {
  const measured = im !== 0 && re !== 0 ? (2 * Math.PI) / atan(im / re) : 0;
  const near = Math.max(Math.min(measured, 1.5 * period), 0.67 * period);
  return decay(Math.max(6, Math.min(50, near)), period);
}

/**
 * Takes one price and estimates the dominant cycle: `period` in bars, `inPhase[0]` and `quadrature[0]` its components.
 * Estimates begin after HILBERT_WARM_UP bars; the filters start from zeros.
 */
export function stepHilbert(price: number, state: HilbertState): void {
  push(state.price, price);
  if (++state.count <= HILBERT_WARM_UP) return;
  const gain = 0.075 * state.period + 0.54;
  push(state.smooth, fourBarAverage(state.price));
  push(state.detrender, transform(state.smooth, gain));
  push(state.quadrature, transform(state.detrender, gain));
  push(state.inPhase, state.detrender[3]!);
  const i2 = decay(state.inPhase[0]! - transform(state.quadrature, gain), state.i2);
  const q2 = decay(state.quadrature[0]! + transform(state.inPhase, gain), state.q2);
  state.re = decay(i2 * state.i2 + q2 * state.q2, state.re);
  state.im = decay(i2 * state.q2 - q2 * state.i2, state.im);
  state.i2 = i2;
  state.q2 = q2;
  state.period = nextPeriod(state);
}

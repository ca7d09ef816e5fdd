import type { NetworkParams } from "./params.ts";

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;
/** Share of the updates over which the learning rate rises. */
const WARM_UP = 0.05;
/** Share of the learning rate that is left at the last update. */
const LAST_SHARE = 0.1;

export interface Moments {
  readonly weights: Float32Array;
  readonly momentum: Float32Array;
  readonly variance: Float32Array;
}

/** The learning rate of an update, counted from 1: up over the first twentieth of all, then down in a straight line. */
export function learningRateAt(update: number, updates: number, peak: number): number {
  const rise = Math.max(1, WARM_UP * updates);
  if (update <= rise) return (peak * update) / rise;
  const left = Math.max(0, updates - update) / Math.max(1, updates - rise);
  return peak * (LAST_SHARE + (1 - LAST_SHARE) * left);
}

/** beta^n by squaring: products alone are the same bits everywhere. */
function power(base: number, exponent: number): number {
  let result = 1;
  let factor = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}

/** One update of AdamW (Loshchilov and Hutter 2019) with the gradient cut to `clipNorm`; returns new arrays. */
export function adamStep(
  before: Moments,
  gradient: Float32Array,
  update: number,
  rate: number,
  { clipNorm, weightDecay }: Pick<NetworkParams, "clipNorm" | "weightDecay">,
): Moments {
  let square = 0;
  for (let i = 0; i < gradient.length; i++) square += gradient[i]! * gradient[i]!;
  const norm = Math.sqrt(square);
  const scale = norm > clipNorm ? clipNorm / norm : 1;
  const weights = before.weights.slice();
  const momentum = before.momentum.slice();
  const variance = before.variance.slice();
  const first = 1 - power(BETA_1, update);
  const second = 1 - power(BETA_2, update);
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i]! * scale;
    momentum[i] = BETA_1 * momentum[i]! + (1 - BETA_1) * g;
    variance[i] = BETA_2 * variance[i]! + (1 - BETA_2) * g * g;
    const step = momentum[i]! / first / (Math.sqrt(variance[i]! / second) + EPSILON);
    weights[i] = weights[i]! - rate * (step + weightDecay * weights[i]!);
  }
  return { weights, momentum, variance };
}

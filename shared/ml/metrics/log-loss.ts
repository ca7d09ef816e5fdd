import { log } from "../../math/elementary.ts";

const CLASS_COUNT = 3;

/** The bound that sklearn clips to: the spacing of doubles at 1, so that a certain and wrong answer costs 36 and not infinity. */
const SMALLEST = 2.220446049250313e-16;

const lossOf = (probability: number) => -log(Math.min(Math.max(probability, SMALLEST), 1 - SMALLEST));

/**
 * Log loss of each row: -log of the probability given to what happened.
 * @param probabilities row-major `[rows * 3]`, each row adding up to 1
 */
export function logLosses(probabilities: ArrayLike<number>, labels: Uint8Array): Float64Array {
  return Float64Array.from(labels, (label, row) => lossOf(probabilities[row * CLASS_COUNT + label]!));
}

/** Mean log loss of a statement about yes and no. */
export function binaryLogLoss(stated: Float64Array, cameTrue: (row: number) => boolean): number {
  return mean(stated.map((probability, row) => lossOf(cameTrue(row) ? probability : 1 - probability)));
}

/** Brier score of each row: squared distance of the probabilities from what happened, 0..2. */
export function brierScores(probabilities: ArrayLike<number>, labels: Uint8Array): Float64Array {
  return Float64Array.from(labels, (label, row) => {
    let sum = 0;
    for (let k = 0; k < CLASS_COUNT; k++) {
      const miss = probabilities[row * CLASS_COUNT + k]! - (k === label ? 1 : 0);
      sum += miss * miss;
    }
    return sum;
  });
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

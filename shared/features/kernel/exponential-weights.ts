/** Windows of this many spans hold all but e^-8 of an exponential average's weight. */
const SPANS = 4;

/**
 * Weights of an exponential average, newest first, cut off after four spans and scaled to a sum of 1. The textbook form
 * remembers its whole history, and no finite number of bars gives it again when serving.
 */
export function exponentialWeights(span: number): Float64Array {
  const decay = 1 - 2 / (span + 1);
  const weights = new Float64Array(SPANS * span);
  let weight = 1;
  let total = 0;
  for (let age = 0; age < weights.length; age++) {
    weights[age] = weight;
    total += weight;
    weight *= decay;
  }
  return weights.map((value) => value / total);
}

import type { Direction } from "../ml/learner.ts";

/** Probabilities of the three outcomes of a triple-barrier label; they sum to 1. */
export interface ClassProbabilities {
  readonly sell: number;
  readonly hold: number;
  readonly buy: number;
}

/** Difference between the sum and 1 that float32 arithmetic in a graph may leave. */
const SUM_TOLERANCE = 1e-3;

/**
 * Reads one row of a model's answer, in the order SELL, HOLD, BUY, and removes the rounding of float32 from its sum.
 * Throws a RangeError on anything that is no probability distribution.
 */
export function toClassProbabilities(row: ArrayLike<number>): ClassProbabilities {
  const [sell, hold, buy] = [row[0] ?? Number.NaN, row[1] ?? Number.NaN, row[2] ?? Number.NaN];
  const sum = sell + hold + buy;
  const isDistribution = Math.min(sell, hold, buy) >= 0 && Math.abs(sum - 1) <= SUM_TOLERANCE;
  if (row.length !== 3 || !isDistribution) {
    throw new RangeError(`[${Array.from(row).join(", ")}] are no probabilities of three classes`);
  }
  return { sell: sell / sum, hold: hold / sum, buy: buy / sum };
}

/** The most probable outcome. A tie suggests nothing: HOLD. */
export function mostProbable({ sell, hold, buy }: ClassProbabilities): Direction {
  if (buy > sell && buy > hold) return "BUY";
  if (sell > buy && sell > hold) return "SELL";
  return "HOLD";
}

/** The member of a distribution that belongs to a direction. */
export function probabilityOf(probabilities: ClassProbabilities, direction: Direction): number {
  return { SELL: probabilities.sell, HOLD: probabilities.hold, BUY: probabilities.buy }[direction];
}

/**
 * How far a probability has come from the class prior towards certainty: (p - prior) / (1 - prior), never below 0.
 *
 * 0 says that the model knows no more than how often the outcome comes anyway; 1 that it is certain. A bare probability
 * would call a frequent class confident, and 1 - entropy would call a confident model right about the base rate.
 * It is a chance-corrected score in the form of Cohen's kappa (Educational and Psychological Measurement 20, 1960).
 */
export function confidenceOver(prior: number, probability: number): number {
  return prior < 1 ? Math.max(0, (probability - prior) / (1 - prior)) : 0;
}

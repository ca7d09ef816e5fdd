/** Probabilities of the three outcomes of a triple-barrier label; they sum to 1. */
export interface ClassProbabilities {
  readonly sell: number;
  readonly hold: number;
  readonly buy: number;
}

/** What float32 arithmetic in a graph may leave between the sum and 1. */
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

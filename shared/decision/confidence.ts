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

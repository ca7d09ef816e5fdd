export const RISK_LEVELS = ["low", "medium", "high"] as const;
type RiskLevel = (typeof RISK_LEVELS)[number];

/** What a position may cost. */
export interface Risk {
  /** Probability, 0 .. 1, that the stop is met before the target. */
  readonly score: number;
  readonly level: RiskLevel;
  /** Loss at the stop as a fraction of the price. */
  readonly lossAtStop: number;
  /** Mean return to the barriers as a fraction of the price, before costs, HOLD counted as none. */
  readonly expectedReturn: number;
}

/** A market without drift meets either barrier at 1 sigma sqrt(horizon) first with a probability of about 0.3. */
const MEDIUM_FROM = 0.2;
const HIGH_FROM = 0.35;

/** The risk of a position that wins the distance, loses it, or does neither. */
export function assessRisk(win: number, loss: number, distance: number): Risk {
  const level = loss >= HIGH_FROM ? "high" : loss >= MEDIUM_FROM ? "medium" : "low";
  return { score: loss, level, lossAtStop: distance, expectedReturn: (win - loss) * distance };
}

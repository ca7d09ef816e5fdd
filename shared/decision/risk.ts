/** Share of full Kelly: half of it keeps three quarters of the growth at half of the volatility (Thorp, 2006). */
const KELLY_SHARE = 0.5;

/** No single position stakes more than this, however sure the model is: probabilities are estimates. */
export const MAX_POSITION_MULTIPLIER = 0.25;

/**
 * Share of the risk capital that maximises expected log growth when `payoff` times the stake is won or the stake is
 * lost (Kelly, Bell System Technical Journal 35, 1956), never below 0. Outcomes that are neither count as break-even
 * and drop out. Maximises win log(1 + payoff f) + loss log(1 - f).
 */
export function kellyFraction(win: number, loss: number, payoff: number): number {
  const settled = win + loss;
  if (settled === 0) return 0;
  return Math.max(0, (win * payoff - loss) / (settled * payoff));
}

/** Half Kelly, capped: the multiple of the risk capital to lose at the stop, 0 .. MAX_POSITION_MULTIPLIER. */
export function positionMultiplier(win: number, loss: number, payoff: number): number {
  return Math.min(MAX_POSITION_MULTIPLIER, KELLY_SHARE * kellyFraction(win, loss, payoff));
}

/** The two price barriers of a label around a price. */
export interface BarrierLevels {
  readonly upper: number;
  readonly lower: number;
}

/** A level this close to the grid, in ticks, is on it: the division has rounding of its own. */
const GRID_TOLERANCE = 1e-6;

/**
 * price (1 +- distance) on the instrument's tick grid, rounded away from the price: a level that is touched is never
 * nearer than the barrier it stands for. No price is below 0.
 */
export function barrierLevels(price: number, distance: number, tickSize: number): BarrierLevels {
  return {
    upper: onGrid(Math.ceil((price * (1 + distance)) / tickSize - GRID_TOLERANCE), tickSize),
    lower: onGrid(Math.max(0, Math.floor((price * (1 - distance)) / tickSize + GRID_TOLERANCE)), tickSize),
  };
}

function onGrid(ticks: number, tickSize: number): number {
  return withoutDust(ticks * tickSize);
}

/** 12 digits keep every price and drop the dust of binary fractions (3 * 0.1 = 0.30000000000000004). */
export function withoutDust(price: number): number {
  return Number(price.toPrecision(12));
}

export const RISK_LEVELS = ["low", "medium", "high"] as const;
type RiskLevel = (typeof RISK_LEVELS)[number];

/** Cost that a position may come to. */
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

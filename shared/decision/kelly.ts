/** Share of full Kelly: half of it keeps three quarters of the growth at half of the volatility (Thorp, 2006). */
const KELLY_SHARE = 0.5;

/** No single signal stakes more than this, however sure the model is: probabilities are estimates. */
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

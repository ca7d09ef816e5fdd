import type { Direction } from "../ml/learner.ts";

export const RECOMMENDATIONS = ["STRONG_SELL", "SELL", "HOLD", "BUY", "STRONG_BUY"] as const;
export type Recommendation = (typeof RECOMMENDATIONS)[number];

/** From this signal weight on, to either side, a recommendation is strong. */
const STRONG_SIGNAL_WEIGHT = 0.3;

export function recommend(direction: Direction, signalWeight: number): Recommendation {
  if (direction === "HOLD") return "HOLD";
  return Math.abs(signalWeight) >= STRONG_SIGNAL_WEIGHT ? `STRONG_${direction}` : direction;
}

import type { Direction } from "../ml/learner.ts";
import type { ClassProbabilities } from "./class-probabilities.ts";

/** The position that each direction suggests: the same thing in a trader's words. */
export const POSITIONS = { SELL: "short", HOLD: "neutral", BUY: "long" } as const satisfies Record<
  Direction,
  string
>;
export type Position = (typeof POSITIONS)[Direction];

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

import type { ClassProbabilities } from "./class-probabilities.ts";
import { mostProbable } from "./direction.ts";

/** Why the model's word is not taken at all. */
export const ABSTENTIONS = ["stale_bars", "required_feature_missing", "outside_training"] as const;

/** Why nothing is suggested: stable codes, the first three of a model that spoke. */
export const HOLD_CODES = ["hold_most_probable", "tie", "neutral_band", ...ABSTENTIONS] as const;

export interface HoldReason {
  readonly code: (typeof HOLD_CODES)[number];
  readonly detail: string;
}

/** An abstention: what the input or the bars lack for anything to be said. */
export interface Abstention extends HoldReason {
  readonly code: (typeof ABSTENTIONS)[number];
}

/**
 * Why probabilities suggest nothing; undefined where they suggest a side.
 * @param neutralBand the edge |buy - sell| that a side must exceed to be worth its costs, 0 .. 1
 */
export function holdReason(probabilities: ClassProbabilities, neutralBand: number): HoldReason | undefined {
  const { sell, hold, buy } = probabilities;
  const edge = Math.abs(buy - sell);
  if (mostProbable(probabilities) === "HOLD") {
    return hold >= Math.max(buy, sell)
      ? { code: "hold_most_probable", detail: "HOLD is the most probable of the three outcomes." }
      : { code: "tie", detail: "BUY and SELL are equally probable." };
  }
  if (edge >= neutralBand) return undefined;
  return {
    code: "neutral_band",
    detail: `The edge of ${edge.toFixed(4)} lies within the neutral band of ${neutralBand}.`,
  };
}

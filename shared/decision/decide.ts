import type { LabelKind } from "../ml/labels/label-spec.ts";
import type { Direction } from "../ml/learner.ts";
import {
  type ClassProbabilities,
  confidenceOver,
  mostProbable,
  probabilityOf,
} from "./class-probabilities.ts";
import { assessRisk, barrierLevels, positionMultiplier, type Risk, withoutDust } from "./risk.ts";

/** The position that each direction suggests: the same thing in a trader's words. */
export const POSITIONS = { SELL: "short", HOLD: "neutral", BUY: "long" } as const satisfies Record<
  Direction,
  string
>;
export type Position = (typeof POSITIONS)[Direction];

export const RECOMMENDATIONS = ["STRONG_SELL", "SELL", "HOLD", "BUY", "STRONG_BUY"] as const;
export type Recommendation = (typeof RECOMMENDATIONS)[number];

/** From this signal weight on, to either side, a recommendation is strong. */
const STRONG_SIGNAL_WEIGHT = 0.3;

/** Reasons not to take the model's word at all. */
export const ABSTENTIONS = ["stale_bars", "required_feature_missing", "outside_training"] as const;

/** Reasons to suggest nothing: stable codes, the first three of a model that spoke. */
export const HOLD_CODES = ["hold_most_probable", "tie", "neutral_band", ...ABSTENTIONS] as const;

export interface HoldReason {
  readonly code: (typeof HOLD_CODES)[number];
  readonly detail: string;
}

/** Something that the input or the bars lack for anything to be said. */
export interface Abstention extends HoldReason {
  readonly code: (typeof ABSTENTIONS)[number];
}

/** A line that the label draws, and the probability of the outcome beyond; `levelsOf` tells whether a position ends there. */
interface ExitLevel {
  readonly price: number;
  readonly probability: number;
}

/** A stop, and how far behind the best price since entry it may trail. */
interface StopLevel extends ExitLevel {
  /** Distance in price units: at entry the trailing stop stands at the stop itself. */
  readonly trailing: number;
}

/**
 * Meanings of targets and stops. "exits": barriers at which a position ends, and the probability is that of being met first.
 * "bounds": edges of a fixed horizon's neutral band. A position ends with the horizon wherever the price is then, and
 * the probability is that it is beyond the edge.
 */
export const LEVEL_KINDS = ["exits", "bounds"] as const;

export function levelsOf(label: LabelKind): (typeof LEVEL_KINDS)[number] {
  return label === "triple_barrier" ? "exits" : "bounds";
}

/** Suggestion that a prediction comes to. docs/predictions.md has the formulas and ranges. */
export interface Decision {
  readonly direction: Direction;
  /** The reason why nothing is suggested; undefined for BUY and SELL. */
  readonly reason: HoldReason | undefined;
  /** The model was not listened to. */
  readonly abstained: boolean;
  readonly position: Position;
  readonly probabilities: ClassProbabilities;
  readonly confidence: number;
  readonly signalWeight: number;
  readonly recommendation: Recommendation;
  /** Null where no exit bounds what a stake loses, so that there is no payoff to size it by. */
  readonly positionMultiplier: number | null;
  /** Empty for HOLD, which takes no position. */
  readonly targets: readonly ExitLevel[];
  readonly stops: readonly StopLevel[];
  readonly risk: Risk;
}

export interface DecisionInput {
  readonly probabilities: ClassProbabilities;
  /** How often each outcome comes anyway: the shares in the model's training part. */
  readonly classPrior: ClassProbabilities;
  /** Close of the newest bar, the best estimate of the entry (the next bar's open). */
  readonly price: number;
  readonly label: LabelKind;
  /** Distance of the label's barriers, or of its neutral band's edges, as a fraction of the price. */
  readonly barrierDistance: number;
  readonly tickSize: number;
  /** Edge |buy - sell| below which neither side is suggested, 0 .. 1. */
  readonly neutralBand: number;
  /** The reason not to trust the probabilities, if there is one. */
  readonly abstention?: Abstention | undefined;
}

/** Turns calibrated probabilities and the label's barriers into a decision. Swapping SELL and BUY mirrors it. */
export function decide(input: DecisionInput): Decision {
  const { probabilities, classPrior, price, label, barrierDistance, tickSize, neutralBand, abstention } =
    input;
  const reason = abstention ?? holdReason(probabilities, neutralBand);
  const direction = reason ? "HOLD" : mostProbable(probabilities);
  const signalWeight = probabilities.buy - probabilities.sell;
  // The better side wins where the other loses; for HOLD, whoever trades all the same takes the better side too.
  const win = Math.max(probabilities.buy, probabilities.sell);
  const loss = Math.min(probabilities.buy, probabilities.sell);
  const { upper, lower } = barrierLevels(price, barrierDistance, tickSize);
  const isHold = direction === "HOLD";
  const [target, stop] = direction === "BUY" ? [upper, lower] : [lower, upper];
  const confidence = confidenceOver(
    probabilityOf(classPrior, direction),
    probabilityOf(probabilities, direction),
  );
  return {
    direction,
    reason,
    abstained: abstention !== undefined,
    position: POSITIONS[direction],
    probabilities,
    confidence: abstention ? 0 : confidence,
    signalWeight,
    recommendation: recommend(direction, signalWeight),
    positionMultiplier: isHold ? 0 : sizeOf(label, win, loss),
    targets: isHold ? [] : [{ price: target, probability: win }],
    stops: isHold ? [] : [{ price: stop, probability: loss, trailing: withoutDust(Math.abs(price - stop)) }],
    risk: assessRisk(win, loss, barrierDistance),
  };
}

/** Barriers stand at the same distance, so the payoff of exits is 1; between bounds there is none. */
function sizeOf(label: LabelKind, win: number, loss: number): number | null {
  return levelsOf(label) === "exits" ? positionMultiplier(win, loss, 1) : null;
}

function recommend(direction: Direction, signalWeight: number): Recommendation {
  if (direction === "HOLD") return "HOLD";
  return Math.abs(signalWeight) >= STRONG_SIGNAL_WEIGHT ? `STRONG_${direction}` : direction;
}

/**
 * The reason why probabilities suggest nothing; undefined where they suggest a side.
 * @param neutralBand the edge |buy - sell| that a side must exceed to be worth its costs, 0 .. 1
 */
function holdReason(probabilities: ClassProbabilities, neutralBand: number): HoldReason | undefined {
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

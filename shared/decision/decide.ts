import type { LabelKind } from "../ml/labels/label-spec.ts";
import type { Direction } from "../ml/learner.ts";
import { barrierLevels, withoutDust } from "./barrier-levels.ts";
import type { ClassProbabilities } from "./class-probabilities.ts";
import { confidenceOver } from "./confidence.ts";
import { mostProbable, POSITIONS, type Position, probabilityOf } from "./direction.ts";
import { type Abstention, type HoldReason, holdReason } from "./hold-reason.ts";
import { positionMultiplier } from "./kelly.ts";
import { type Recommendation, recommend } from "./recommendation.ts";
import { assessRisk, type Risk } from "./risk.ts";

/** Where the label draws its line, and the probability of the outcome beyond; `levelsOf` tells whether a position ends there. */
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
 * What targets and stops are. "exits": barriers at which a position ends, and the probability is that of being met first.
 * "bounds": edges of a fixed horizon's neutral band. A position ends with the horizon wherever the price is then, and
 * the probability is that it is beyond the edge.
 */
export const LEVEL_KINDS = ["exits", "bounds"] as const;

export function levelsOf(label: LabelKind): (typeof LEVEL_KINDS)[number] {
  return label === "triple_barrier" ? "exits" : "bounds";
}

/** What a prediction suggests to do. docs/predictions.md has the formulas and ranges. */
export interface Signal {
  readonly direction: Direction;
  /** Why nothing is suggested; undefined for BUY and SELL. */
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

export interface SignalInput {
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
  /** Why the probabilities are not to be trusted, if they are not. */
  readonly abstention?: Abstention | undefined;
}

/** Turns calibrated probabilities and the label's barriers into a signal. Swapping SELL and BUY mirrors it. */
export function createSignal(input: SignalInput): Signal {
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

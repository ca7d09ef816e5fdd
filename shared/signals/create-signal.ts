import type { Direction } from "../ml/learner.ts";
import { barrierLevels } from "./barrier-levels.ts";
import type { ClassProbabilities } from "./class-probabilities.ts";
import { confidenceOver } from "./confidence.ts";
import { mostProbable, POSITIONS, type Position, probabilityOf } from "./direction.ts";
import { positionMultiplier } from "./kelly.ts";
import { type Recommendation, recommend } from "./recommendation.ts";
import { assessRisk, type Risk } from "./risk.ts";

/** A price at which a position ends, and the probability that it is the first of the barriers to be met. */
interface ExitLevel {
  readonly price: number;
  readonly probability: number;
}

/** What a prediction suggests to do. docs/predictions.md has the formulas and ranges. */
export interface Signal {
  readonly direction: Direction;
  readonly position: Position;
  readonly probabilities: ClassProbabilities;
  readonly confidence: number;
  readonly signalWeight: number;
  readonly recommendation: Recommendation;
  readonly positionMultiplier: number;
  /** Empty for HOLD, which takes no position. */
  readonly targets: readonly ExitLevel[];
  readonly stops: readonly ExitLevel[];
  readonly risk: Risk;
}

export interface SignalInput {
  readonly probabilities: ClassProbabilities;
  /** How often each outcome comes anyway: the shares in the model's training part. */
  readonly classPrior: ClassProbabilities;
  /** Close of the newest bar, the best estimate of the entry (the next bar's open). */
  readonly price: number;
  /** Distance of the label's barriers as a fraction of the price. */
  readonly barrierDistance: number;
  readonly tickSize: number;
}

/** Turns calibrated probabilities and the label's barriers into a signal. Swapping SELL and BUY mirrors it. */
export function createSignal(input: SignalInput): Signal {
  const { probabilities, classPrior, price, barrierDistance, tickSize } = input;
  const direction = mostProbable(probabilities);
  const signalWeight = probabilities.buy - probabilities.sell;
  // The better side wins where the other loses; for HOLD, whoever trades all the same takes the better side too.
  const win = Math.max(probabilities.buy, probabilities.sell);
  const loss = Math.min(probabilities.buy, probabilities.sell);
  const { upper, lower } = barrierLevels(price, barrierDistance, tickSize);
  const isHold = direction === "HOLD";
  const [target, stop] = direction === "BUY" ? [upper, lower] : [lower, upper];
  return {
    direction,
    position: POSITIONS[direction],
    probabilities,
    confidence: confidenceOver(probabilityOf(classPrior, direction), probabilityOf(probabilities, direction)),
    signalWeight,
    recommendation: recommend(direction, signalWeight),
    // Both barriers stand at the same distance, so the payoff is 1.
    positionMultiplier: isHold ? 0 : positionMultiplier(win, loss, 1),
    targets: isHold ? [] : [{ price: target, probability: win }],
    stops: isHold ? [] : [{ price: stop, probability: loss }],
    risk: assessRisk(win, loss, barrierDistance),
  };
}

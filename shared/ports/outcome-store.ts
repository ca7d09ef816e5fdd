import type { Timeframe } from "../market/timeframe.ts";
import type { LabelSpec } from "../ml/labels/label-spec.ts";
import type { CLASSES } from "../ml/learner.ts";

/** A bar whose predictions wait for their outcome under one label rule. */
export interface DueOutcome {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Opening time, epoch milliseconds. */
  readonly barTs: number;
  readonly labelSpec: LabelSpec;
  /** The rule as the registry stores it, by which the predictions are found again. */
  readonly storedRule: unknown;
}

/** The truth about a bar's horizon. */
export interface RealisedOutcome {
  readonly label: (typeof CLASSES)[number];
  /** Return of a long position, and of a short one, before costs, as a fraction of the entry price. */
  readonly longReturn: number;
  readonly shortReturn: number;
  /** Close of the bar that settled it, epoch milliseconds. */
  readonly settledAt: number;
}

export interface SettledOutcome {
  readonly due: DueOutcome;
  /** Undefined: there never will be one (the market slept through the horizon). */
  readonly outcome: RealisedOutcome | undefined;
}

/** Outcomes of logged predictions. */
export interface OutcomeStore {
  /** Bars whose horizon is over and whose bars are stored, oldest first. */
  listDue(limit: number): Promise<DueOutcome[]>;
  /** Writes outcomes to all predictions of their bars, once; answers to how many. */
  settle(outcomes: readonly SettledOutcome[]): Promise<number>;
}

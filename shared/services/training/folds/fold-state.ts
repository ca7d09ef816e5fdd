import type { Calibration } from "../../../ml/calibration/calibration.ts";
import type { HistoryScore } from "../../../ml/evaluation/cross-validation.ts";

/** A learner at work. */
export interface FitState {
  readonly family: string;
  readonly prepared: string;
  readonly learner: unknown;
  /** Share of its steps done. */
  readonly share: number;
}

/** Where a search stands: trial `alive[at]` is fitted on a fold of a rung. */
export interface SearchState {
  readonly rung: number;
  readonly fold: number;
  readonly at: number;
  readonly alive: readonly number[];
  /** Results of this rung's trials so far, one entry for each that is alive. */
  readonly shown: readonly TrialResult[];
  /** Daily Sharpe ratio of each trial as far as it went; null where it is not known, or not yet. */
  readonly sharpes: readonly (number | null)[];
  /** Undefined before the fold's rows are prepared. */
  readonly fitting?: FitState;
  /** Scores by the fitted trial of the fold's test rows, cut into runs. */
  readonly scored: readonly string[];
}

/** Sums over the folds that a trial was evaluated on. */
export interface TrialResult {
  /** Log losses times the rows' uniqueness. */
  readonly loss: number;
  readonly weight: number;
  /** Daily Sharpe ratios, of the folds that have one. */
  readonly sharpe: number;
  readonly sharpes: number;
}

/** Where a cross-validation stands: at which fold, and what the folds before it forecast. */
export interface ValidationState {
  /** Undefined before the fold's rows are prepared. */
  readonly fitting?: FitState;
  /** The fold that is fitted: its runs so far. */
  readonly current?: ScoredFold;
  readonly forecasts: readonly ForecastFold[];
  /** Scores of the histories, after the last fold. */
  readonly scores: readonly HistoryScore[];
}

/** A fold of a cross-validation, and what its model says of the rows that told it when to stop and of its test rows. */
export interface ScoredFold {
  /** The artifact of those rows. */
  readonly scoredRows: string;
  /** Class shares of what it learned from. */
  readonly prior: readonly number[];
  /** Scores, cut into runs. */
  readonly runs: readonly string[];
}

export interface ForecastFold extends ScoredFold {
  readonly calibration: Calibration;
}

import type { CalibrationComparison } from "../calibration/compare-calibrations.ts";
import type { ValidationFindings } from "../evaluation/cross-validation.ts";
import type { CardFindings } from "./card-findings.ts";
import type { FeatureImportance } from "./permutation-importance.ts";

/** All that a training stores for the card of its model. JSON, as the API gives it. */
export interface ModelCard extends CardFindings {
  /** Each calibration fitted to the validation part and evaluated on the holdout; null of an uploaded model. */
  readonly calibrations: CalibrationComparison | null;
  /** The most important feature first. */
  readonly importance: readonly FeatureImportance[];
  /** Rows of the validation part (of an uploaded model: after its training) that the features were shuffled in. */
  readonly importance_rows: number;
  /** The cross-validation that was asked for; cards of before have no such member. */
  readonly validation?: ValidationFindings | null;
  /** Daily Sharpe ratios of the search's trials by their numbers, whose variance deflates the model's own. */
  readonly search?: { readonly sharpe_ratios: readonly (number | null)[] } | null;
}

import type { FailureCode } from "../../shared/failure.ts";

/** How one prediction can be refused. */
export const PREDICTION_REFUSALS: readonly FailureCode[] = [
  "unknown_symbol",
  "not_found",
  "no_active_model",
  "feature_set_mismatch",
  "not_enough_bars",
  "unsupported_model",
  "unavailable",
];

/** "hit": the answer was known (for several: all of them were); "miss": it was computed. */
export const CACHE_HEADER = "x-cache";

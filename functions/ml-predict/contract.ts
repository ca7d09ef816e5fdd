import type { FailureCode } from "../../shared/failure.ts";
import { headerReferences } from "../../shared/http/answer-headers.ts";

/** Refusals of one prediction. */
export const PREDICTION_REFUSALS: readonly FailureCode[] = [
  "unknown_symbol",
  "not_found",
  "no_active_model",
  "feature_set_mismatch",
  "not_enough_bars",
  "unsupported_model",
  "unavailable",
];

/** Headers of answers with predictions, for the API's document. */
export const PREDICTION_HEADERS = headerReferences(["X-Cache"]);

/** "hit": the answer was known (for several: all of them were); "miss": it was computed. */
export const CACHE_HEADER = "x-cache";

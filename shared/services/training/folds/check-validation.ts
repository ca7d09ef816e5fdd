import { Failure } from "../../../failure.ts";
import { TIMEFRAME_MS } from "../../../market/timeframe.ts";
import { LEARNED_SHARE } from "../../../ml/splits/nested-folds.ts";
import type { TrainingSpec } from "../spec.ts";
import { MIN_FOLD_ROWS } from "./inner-folds.ts";

/** Rows that a window must hold, so that enough are left when the newest are taken apart to tell when to stop. */
const MIN_WINDOW_ROWS = Math.ceil(MIN_FOLD_ROWS / LEARNED_SHARE);

/**
 * Refuses a rolling window that holds too few rows to learn from even of symbols that trade all the time.
 * @throws Failure invalid_request
 */
export function checkValidation(spec: Pick<TrainingSpec, "symbols" | "timeframe" | "validation">): void {
  const { symbols, timeframe, validation } = spec;
  if (validation?.scheme !== "walk_forward" || validation.window_days === undefined) return;
  const rows =
    symbols.length * Math.floor((validation.window_days * TIMEFRAME_MS["1d"]) / TIMEFRAME_MS[timeframe]);
  if (rows >= MIN_WINDOW_ROWS) return;
  const pointer = "/validation/window_days";
  const detail = `holds ${rows} bars of ${timeframe} at most; a fold needs ${MIN_WINDOW_ROWS} to learn from`;
  throw new Failure("invalid_request", `${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
}

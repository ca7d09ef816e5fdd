import { Failure } from "../../failure.ts";
import type { Samples } from "../training/rows/samples.ts";
import { embargoMsOf } from "../training/rows/split-samples.ts";
import type { UploadEvaluationSpec } from "./evaluate-spec.ts";

/** Fewer rows than this to take the class shares from or to evaluate on, and every figure would be noise. */
const MIN_ROWS = 100;

/**
 * Rows whose outcome was known when the training ended, and the holdout: those decided one embargo after it.
 * @param bars that one row of the model shows
 */
export function uploadParts(
  samples: Samples,
  { training, trainedUntil }: UploadEvaluationSpec,
  bars: number,
) {
  const unseenFrom = trainedUntil + embargoMsOf(samples, training);
  const rows = Uint32Array.from(samples.bar.keys());
  const firstBar = samples.bar.reduce((first, bar) => Math.min(first, bar), Infinity) + bars - 1;
  const before = rows.filter((row) => samples.resolvedAt[row]! <= trainedUntil);
  const holdout = rows.filter(
    (row) => samples.decidedAt[row]! >= unseenFrom && samples.bar[row]! >= firstBar,
  );
  if (Math.min(before.length, holdout.length) >= MIN_ROWS) return { before, holdout };
  throw new Failure(
    "not_enough_bars",
    `${before.length} labelled bars lie before the end of the training and ${holdout.length} after it; ${MIN_ROWS} of each are needed.`,
  );
}

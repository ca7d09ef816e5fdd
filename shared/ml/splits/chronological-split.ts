import { Holdout } from "./holdout.ts";
import { checkSampleTimes, cutTime, rowsBetween, type SampleTimes } from "./sample-times.ts";

export interface ChronologicalSplitOptions {
  /** Share of the rows for calibration and early stopping. */
  readonly validationShare?: number;
  /** Share of the rows, the newest ones, for the final look. */
  readonly holdoutShare?: number;
  /**
   * Time left out after each cut, in milliseconds: rows there look back on bars that decided the outcomes before the
   * cut, so they are no strangers to the part before.
   */
  readonly embargoMs: number;
}

export interface ChronologicalSplit {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly holdout: Holdout;
  /** The cut dates, epoch milliseconds. */
  readonly validationStart: number;
  readonly holdoutStart: number;
}

/**
 * Train, validation and holdout in order of time, purged and embargoed (López de Prado, 7.4): a row before a cut stays
 * only when its outcome was known before the cut, a row after it only when it was decided `embargoMs` later.
 * Throws a RangeError when a share is out of range or a part comes out empty.
 */
export function chronologicalSplit(
  times: SampleTimes,
  { validationShare = 0.15, holdoutShare = 0.2, embargoMs }: ChronologicalSplitOptions,
): ChronologicalSplit {
  if (!(validationShare > 0 && holdoutShare > 0 && validationShare + holdoutShare < 1))
    throw new RangeError("validationShare and holdoutShare must be positive and leave something to train on");
  if (!(embargoMs >= 0)) throw new RangeError("embargoMs must not be negative");
  checkSampleTimes(times);

  const validationStart = cutTime(times.decidedAt, 1 - validationShare - holdoutShare);
  const holdoutStart = cutTime(times.decidedAt, 1 - holdoutShare);
  const train = rowsBetween(times, Number.NEGATIVE_INFINITY, validationStart, validationStart);
  const validation = rowsBetween(times, validationStart + embargoMs, holdoutStart, holdoutStart);
  const held = rowsBetween(times, holdoutStart + embargoMs, Number.POSITIVE_INFINITY);
  if (!(train.length && validation.length && held.length))
    throw new RangeError(`${times.decidedAt.length} rows are too few to split`);
  const to = held.reduce((latest, row) => Math.max(latest, times.decidedAt[row]!), holdoutStart);
  return {
    train,
    validation,
    holdout: new Holdout(held, holdoutStart + embargoMs, to),
    validationStart,
    holdoutStart,
  };
}

import { checkSampleTimes, cutTime, rowsBetween, type SampleTimes } from "./sample-times.ts";

export interface WalkForwardOptions {
  readonly folds: number;
  /** Share of the rows before the first test part. */
  readonly initialShare?: number;
  /** Length of a rolling training window; without it the window expands from the first row on. */
  readonly trainWindowMs?: number;
  /** Time left out after each cut, in milliseconds. */
  readonly embargoMs: number;
}

export interface WalkForwardFold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  /** Decision times of the test part: [testFrom, testTo), epoch milliseconds; the embargo is taken off its beginning. */
  readonly testFrom: number;
  readonly testTo: number;
}

/**
 * Walk-forward folds: each trains on what was known at its cut and is tested on the stretch that follows. Cut dates are
 * common to all symbols, training rows are purged and test rows embargoed as in `chronologicalSplit`.
 * Throws a RangeError on an option out of range or a part that comes out empty.
 */
export function walkForward(times: SampleTimes, options: WalkForwardOptions): WalkForwardFold[] {
  const { folds, initialShare = 0.5, trainWindowMs = Number.POSITIVE_INFINITY, embargoMs } = options;
  if (!(Number.isInteger(folds) && folds > 0)) throw new RangeError("folds must be a positive whole number");
  if (!(initialShare > 0 && initialShare < 1)) throw new RangeError("initialShare must lie between 0 and 1");
  if (!(trainWindowMs > 0)) throw new RangeError("trainWindowMs must be positive");
  if (!(embargoMs >= 0)) throw new RangeError("embargoMs must not be negative");
  checkSampleTimes(times);

  const cutAfter = (fold: number) =>
    fold === folds
      ? Number.POSITIVE_INFINITY
      : cutTime(times.decidedAt, initialShare + ((1 - initialShare) * fold) / folds);
  return Array.from({ length: folds }, (_, fold) => {
    const cut = cutAfter(fold);
    const testFrom = cut + embargoMs;
    const testTo = cutAfter(fold + 1);
    const train = rowsBetween(times, cut - trainWindowMs, cut, cut);
    const test = rowsBetween(times, testFrom, testTo);
    if (!(train.length && test.length)) throw new RangeError(`fold ${fold} has no rows to train or test on`);
    return { train, test, testFrom, testTo };
  });
}

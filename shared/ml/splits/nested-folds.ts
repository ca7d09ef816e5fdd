import type { SampleTimes } from "./sample-times.ts";
import { walkForward } from "./walk-forward.ts";

/** One fold for a learner that stops early. Rows are counted from 0 in the order of the times. */
export interface NestedFold {
  readonly train: Uint32Array;
  /** The rows after them that only tell when to stop. */
  readonly stop: Uint32Array;
  readonly test: Uint32Array;
}

/** Share of a fold's rows before the test that are learned from; the rest tells when to stop. */
export const LEARNED_SHARE = 0.85;

/**
 * Walk-forward folds whose training part is cut once more, purged and embargoed at both cuts: what tells when to stop is
 * later than what is learned, and the test is later than both.
 */
export function nestedFolds(times: SampleTimes, folds: number, embargoMs: number): NestedFold[] {
  return walkForward(times, { folds, embargoMs }).map(({ train, test }) => ({
    ...withStop(times, train, embargoMs),
    test,
  }));
}

/** The newest of the known rows taken apart to tell when to stop, purged and embargoed. */
export function withStop(
  times: SampleTimes,
  known: Uint32Array,
  embargoMs: number,
): Pick<NestedFold, "train" | "stop"> {
  const [inner] = walkForward(
    {
      decidedAt: Float64Array.from(known, (row) => times.decidedAt[row]!),
      resolvedAt: Float64Array.from(known, (row) => times.resolvedAt[row]!),
    },
    { folds: 1, initialShare: LEARNED_SHARE, embargoMs },
  );
  const own = (rows: Uint32Array) => rows.map((row) => known[row]!);
  return { train: own(inner!.train), stop: own(inner!.test) };
}

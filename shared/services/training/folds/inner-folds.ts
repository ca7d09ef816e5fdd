import { thinned } from "../../../ml/search/halving.ts";
import { type NestedFold, nestedFolds } from "../../../ml/splits/nested-folds.ts";
import type { SampleTimes } from "../../../ml/splits/sample-times.ts";
import { pickUint32 } from "../rows/sample-features.ts";
import type { Samples } from "../rows/samples.ts";
import { embargoMsOf, splitSamples } from "../rows/split-samples.ts";
import type { TrainingSpec } from "../spec.ts";

/** Rows that one fit learns from at most: those of neighbouring bars tell the same story, and an isolate has two seconds. */
export const MAX_FOLD_ROWS = 8_192;
/** Fewer rows than this tell models apart by chance. */
export const MIN_FOLD_ROWS = 500;

/**
 * Purged and embargoed walk-forward folds of the training part alone: neither the validation part nor the holdout is in
 * any of them, so what is chosen by them has seen neither.
 */
export function innerFolds(samples: Samples, spec: TrainingSpec, folds: number): NestedFold[] {
  const { train } = splitSamples(samples, spec);
  return nestedFolds(timesOf(samples, train), folds, embargoMsOf(samples, spec)).map((fold) => ({
    train: pickUint32(train, fold.train),
    stop: pickUint32(train, fold.stop),
    test: pickUint32(train, fold.test),
  }));
}

/** The same fold with at most so many rows to learn from; the other parts shrink as much, but stay large enough to evaluate on. */
export function thinnedFold({ train, stop, test }: NestedFold, count: number, least: number): NestedFold {
  const share = Math.min(1, Math.max(count, least) / train.length);
  const some = (rows: Uint32Array) => thinned(rows, Math.max(least, Math.round(share * rows.length)));
  return { train: some(train), stop: some(stop), test: some(test) };
}

export function timesOf({ decidedAt, resolvedAt }: Samples, rows: Uint32Array): SampleTimes {
  return {
    decidedAt: Float64Array.from(rows, (row) => decidedAt[row]!),
    resolvedAt: Float64Array.from(rows, (row) => resolvedAt[row]!),
  };
}

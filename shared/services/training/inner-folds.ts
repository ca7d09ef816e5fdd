import { TIMEFRAME_MS } from "../../market/timeframe.ts";
import { thinned } from "../../ml/search/halving.ts";
import type { SampleTimes } from "../../ml/splits/sample-times.ts";
import { walkForward } from "../../ml/splits/walk-forward.ts";
import { pickUint32 } from "./sample-features.ts";
import type { Samples } from "./samples.ts";
import { splitSamples } from "./training-rows.ts";
import type { TrainingSpec } from "./training-spec.ts";

/** Rows of one fold within the training part. */
export interface InnerFold {
  readonly train: Uint32Array;
  /** The rows after them that only tell when to stop. */
  readonly stop: Uint32Array;
  readonly test: Uint32Array;
}

/** Share of a fold's rows before the test that are learned from; the rest tells when to stop. */
const LEARNED_SHARE = 0.85;

/**
 * Purged and embargoed walk-forward folds of the training part alone: neither the validation part nor the holdout is in
 * any of them, so what is chosen or fitted by them has seen neither.
 */
export function innerFolds(samples: Samples, spec: TrainingSpec, folds: number): InnerFold[] {
  const embargoMs = spec.horizonBars * TIMEFRAME_MS[spec.timeframe];
  const { train } = splitSamples(samples, spec);
  return walkForward(timesOf(samples, train), { folds, embargoMs }).map((outer) => {
    const known = pickUint32(train, outer.train);
    const [inner] = walkForward(timesOf(samples, known), {
      folds: 1,
      initialShare: LEARNED_SHARE,
      embargoMs,
    });
    return {
      train: pickUint32(known, inner!.train),
      stop: pickUint32(known, inner!.test),
      test: pickUint32(train, outer.test),
    };
  });
}

/** The same fold with at most so many rows to learn from; the other parts shrink as much, but stay large enough to judge by. */
export function thinnedFold({ train, stop, test }: InnerFold, count: number, least: number): InnerFold {
  const share = Math.min(1, Math.max(count, least) / train.length);
  const some = (rows: Uint32Array) => thinned(rows, Math.max(least, Math.round(share * rows.length)));
  return { train: some(train), stop: some(stop), test: some(test) };
}

function timesOf({ decidedAt, resolvedAt }: Samples, rows: Uint32Array): SampleTimes {
  return {
    decidedAt: Float64Array.from(rows, (row) => decidedAt[row]!),
    resolvedAt: Float64Array.from(rows, (row) => resolvedAt[row]!),
  };
}

import { Failure } from "../../failure.ts";
import { thinned } from "../../ml/search/halving.ts";
import { combinatorialPurged } from "../../ml/splits/combinatorial-purged.ts";
import { type NestedFold, withStop } from "../../ml/splits/nested-folds.ts";
import { walkForward } from "../../ml/splits/walk-forward.ts";
import { MAX_FOLD_ROWS, MIN_FOLD_ROWS, timesOf } from "./inner-folds.ts";
import { pickUint32 } from "./sample-features.ts";
import type { Samples } from "./samples.ts";
import { embargoMsOf, splitSamples } from "./training-rows.ts";
import type { TrainingSpec } from "./training-spec.ts";

/** A run of a fold's test rows: what it says of one stretch of time. */
interface Part {
  readonly fold: number;
  /** Places among the fold's test rows. */
  readonly from: number;
  readonly to: number;
}

export interface ValidationPlan {
  readonly folds: readonly NestedFold[];
  /** Each history's parts in order of time. */
  readonly histories: readonly (readonly Part[])[];
}

type Options = NonNullable<TrainingSpec["validation"]>;

/** Fits that the validation takes. */
export function foldsOf({ validation }: TrainingSpec): number {
  if (!validation) return 0;
  if (validation.scheme === "walk_forward") return validation.folds;
  const { groups, test_groups: chosen } = validation;
  return Array.from({ length: chosen }, (_, i) => (groups - i) / (i + 1)).reduce((n, share) => n * share, 1);
}

/**
 * Folds of the training part alone: neither the validation part nor the holdout is in any of them. A fold's rows to learn
 * from are thinned to what an isolate fits; all of its test rows are judged.
 * @throws Failure not_enough_bars
 */
export function planValidation(samples: Samples, spec: TrainingSpec): ValidationPlan {
  const { train } = splitSamples(samples, spec);
  try {
    return planOf(samples, train, spec.validation!, embargoMsOf(spec));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw tooFew(train.length);
  }
}

function planOf(samples: Samples, train: Uint32Array, options: Options, embargoMs: number): ValidationPlan {
  const times = timesOf(samples, train);
  const nested = (known: Uint32Array, test: Uint32Array): NestedFold => {
    const { train: learned, stop } = withStop(times, known, embargoMs);
    if (learned.length < MIN_FOLD_ROWS) throw tooFew(train.length);
    return {
      train: pickUint32(train, thinned(learned, MAX_FOLD_ROWS)),
      stop: pickUint32(train, thinned(stop, MAX_FOLD_ROWS)),
      test: pickUint32(train, test),
    };
  };
  if (options.scheme === "walk_forward") {
    const folds = walkForward(times, { folds: options.folds, embargoMs });
    return {
      folds: folds.map(({ train: known, test }) => nested(known, test)),
      histories: folds.map(({ test }, fold) => [{ fold, from: 0, to: test.length }]),
    };
  }
  const split = combinatorialPurged(times, {
    groups: options.groups,
    testGroups: options.test_groups,
    embargoMs,
  });
  /** A fold's test rows are those of its groups, group after group. */
  const partOf = (fold: number, group: number): Part => {
    const before = split.folds[fold]!.groups.filter((other) => other < group);
    const from = before.reduce((sum, other) => sum + split.groups[other]!.length, 0);
    return { fold, from, to: from + split.groups[group]!.length };
  };
  return {
    folds: split.folds.map(({ train: known, test }) => nested(known, test)),
    histories: split.paths.map((path) => path.map(partOf)),
  };
}

function tooFew(rows: number): Failure {
  const detail = `${rows} rows of the training part are too few to cut into such folds (each learns from ${MIN_FOLD_ROWS} at least).`;
  return new Failure("not_enough_bars", detail);
}

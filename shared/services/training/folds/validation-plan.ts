import { Failure } from "../../../failure.ts";
import { TIMEFRAME_MS } from "../../../market/timeframe.ts";
import { thinned } from "../../../ml/search/halving.ts";
import { planCombinatorial } from "../../../ml/splits/combinatorial-purged.ts";
import { type NestedFold, withStop } from "../../../ml/splits/nested-folds.ts";
import type { SampleTimes } from "../../../ml/splits/sample-times.ts";
import { walkForward } from "../../../ml/splits/walk-forward.ts";
import { pickUint32 } from "../rows/sample-features.ts";
import type { Samples } from "../rows/samples.ts";
import { embargoMsOf, splitSamples } from "../rows/split-samples.ts";
import type { TrainingSpec } from "../spec.ts";
import { MAX_FOLD_ROWS, MIN_FOLD_ROWS, timesOf } from "./inner-folds.ts";

/** A run of a fold's test rows: what it says of one stretch of time. */
interface Part {
  readonly fold: number;
  /** Places among the fold's test rows. */
  readonly from: number;
  readonly to: number;
}

export interface ValidationPlan {
  /** @throws Failure not_enough_bars */
  foldAt(index: number): NestedFold;
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
 * from are thinned to what an isolate fits; all of its test rows are evaluated.
 * @throws Failure not_enough_bars
 */
export function planValidation(samples: Samples, spec: TrainingSpec): ValidationPlan {
  const { train } = splitSamples(samples, spec);
  const times = timesOf(samples, train);
  const embargoMs = embargoMsOf(samples, spec);
  const { testedAt, histories } = orTooFew(train, () => plannedFolds(times, spec.validation!, embargoMs));
  return {
    histories,
    foldAt: (index) =>
      orTooFew(train, () => {
        const { train: known, test } = testedAt(index);
        const { train: learned, stop } = withStop(times, known, embargoMs);
        if (learned.length < MIN_FOLD_ROWS) throw new RangeError("too few rows to learn from");
        return {
          train: pickUint32(train, thinned(learned, MAX_FOLD_ROWS)),
          stop: pickUint32(train, thinned(stop, MAX_FOLD_ROWS)),
          test: pickUint32(train, test),
        };
      }),
  };
}

/** Rows that each fold may know and is tested on, and the histories that are made of the tests. */
function plannedFolds(times: SampleTimes, options: Options, embargoMs: number) {
  if (options.scheme === "walk_forward") {
    const trainWindowMs = (options.window_days ?? Number.POSITIVE_INFINITY) * TIMEFRAME_MS["1d"];
    const folds = walkForward(times, { folds: options.folds, trainWindowMs, embargoMs });
    return {
      testedAt: (index: number) => folds[index]!,
      histories: folds.map(({ test }, fold) => [{ fold, from: 0, to: test.length }]),
    };
  }
  const { groups, test_groups: testGroups } = options;
  const plan = planCombinatorial(times, { groups, testGroups, embargoMs });
  /** A fold's test rows are those of its groups, group after group. */
  const partOf = (fold: number, group: number): Part => {
    const before = plan.choices[fold]!.filter((other) => other < group);
    const from = before.reduce((sum, other) => sum + plan.groups[other]!.length, 0);
    return { fold, from, to: from + plan.groups[group]!.length };
  };
  return { testedAt: plan.foldAt, histories: plan.paths.map((path) => path.map(partOf)) };
}

function orTooFew<T>(rows: Uint32Array, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw tooFew(rows.length);
  }
}

function tooFew(rows: number): Failure {
  const detail = `${rows} rows of the training part are too few to cut into such folds or windows (each learns from ${MIN_FOLD_ROWS} at least).`;
  return new Failure("not_enough_bars", detail);
}

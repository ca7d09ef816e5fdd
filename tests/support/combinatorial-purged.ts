import {
  type CombinatorialFold,
  type CombinatorialOptions,
  type CombinatorialPlan,
  planCombinatorial,
} from "../../shared/ml/splits/combinatorial-purged.ts";
import type { SampleTimes } from "../../shared/ml/splits/sample-times.ts";

export interface CombinatorialSplit extends Omit<CombinatorialPlan, "foldAt"> {
  /** One for every choice. */
  readonly folds: readonly CombinatorialFold[];
}

/** A split with all of its folds made. */
export function combinatorialPurged(times: SampleTimes, options: CombinatorialOptions): CombinatorialSplit {
  const { foldAt, ...plan } = planCombinatorial(times, options);
  return { ...plan, folds: plan.choices.map((_, index) => foldAt(index)) };
}

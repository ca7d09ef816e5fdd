import { CLASSES, type Direction } from "../learner.ts";

/** The coverages that thresholds are stored for. */
export const COVERAGES = [0.8, 0.9, 0.95] as const;

/** From which probability on an outcome belongs to the prediction set of a coverage. */
export interface ConformalThreshold {
  /** Share of the outcomes to come that the sets are to contain. */
  readonly coverage: number;
  readonly probability: number;
}

/**
 * Thresholds of split conformal prediction with least ambiguous sets (Sadinle, Lei and Wasserman, JASA 114, 2019): a
 * set holds every outcome at least as probable as the threshold, and the threshold is such a low quantile of the
 * probabilities given to the outcomes that came, on rows that were not learned from, that a share `coverage` of them
 * is included. Rows that can be swapped with those to come would make that exact. Bars cannot be: their outcomes
 * overlap, so the correction for a finite sample counts independent outcomes (`effectiveRows`) instead of rows, and
 * after a change of regime coverage is what it is.
 * @param probabilities calibrated, row-major `[rows * 3]`
 * @param effectiveRows what the rows are worth in independent ones: the sum of their uniqueness
 */
export function conformalThresholds(
  probabilities: Float64Array,
  labels: Uint8Array,
  effectiveRows: number,
): ConformalThreshold[] {
  const given = Float64Array.from(
    labels,
    (label, row) => probabilities[row * CLASSES.length + label]!,
  ).sort();
  return COVERAGES.map((coverage) => {
    const included = Math.ceil((coverage * given.length * (effectiveRows + 1)) / effectiveRows);
    // More than there are: only the set of everything is sure to hold so many.
    return { coverage, probability: given[given.length - included] ?? 0 };
  });
}

/**
 * A threshold is a probability that the training computed in doubles; a model's file gives the same one in singles. A
 * model of few trees gives many rows just that probability, and none of them may fall out by a rounding.
 */
const ROUNDING = 1e-5;

/** The outcomes that a threshold does not rule out; where it rules out all, the most probable one. */
export function predictionSet(probabilities: readonly number[], threshold: number): Direction[] {
  const least = Math.min(threshold, Math.max(...probabilities));
  return CLASSES.filter((_, k) => probabilities[k]! >= least - ROUNDING);
}

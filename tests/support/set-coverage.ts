import { predictionSet } from "../../shared/ml/conformal/prediction-set.ts";
import { CLASSES } from "../../shared/ml/learner.ts";

/** Worth of prediction sets on outcomes that came. */
export interface SetCoverage {
  /** Share of the rows whose outcome is in their set. */
  readonly coverage: number;
  /** Mean number of outcomes in a set, 1 .. 3: a set of everything covers all and says nothing. */
  readonly meanSize: number;
}

export function setCoverage(
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
  threshold: number,
): SetCoverage {
  let covered = 0;
  let members = 0;
  labels.forEach((label, row) => {
    const given = CLASSES.map((_, k) => probabilities[row * CLASSES.length + k]!);
    const set = predictionSet(given, threshold);
    members += set.length;
    if (set.includes(CLASSES[label]!)) covered++;
  });
  return { coverage: covered / labels.length, meanSize: members / labels.length };
}

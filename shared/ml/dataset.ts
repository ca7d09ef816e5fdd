import { Failure } from "../failure.ts";
import { CLASSES, type Dataset } from "./learner.ts";

function flawOf(data: Dataset): string | undefined {
  const { rows, featureNames, features, labels, weights } = data;
  const training = trainingRows(data);
  if (rows < 1 || featureNames.length < 1) return "There must be at least one row and one feature.";
  if (new Set(featureNames).size < featureNames.length) return "Feature names must differ.";
  if (features.length !== rows * featureNames.length) return "features must hold rows times features values.";
  if (labels.length !== rows || weights.length !== rows)
    return "There must be one label and one weight a row.";
  if (!Number.isInteger(training) || training < 1 || training > rows)
    return "validationFrom must be a row after the first.";
  if (labels.some((label) => label >= CLASSES.length)) return "Labels must be 0, 1 or 2.";
  if (!weights.every((weight) => weight >= 0 && weight < Number.POSITIVE_INFINITY))
    return "Weights must be finite and not negative.";
  if (!weights.subarray(0, training).some((weight) => weight > 0))
    return "At least one training row must have a positive weight.";
  return undefined;
}

/** Rows that are learned from; the rest tell when to stop. */
export function trainingRows(data: Dataset): number {
  return data.validationFrom ?? data.rows;
}

/** Throws a Failure that says what is wrong with rows that nothing can learn from. */
export function assertLearnable(data: Dataset): void {
  const flaw = flawOf(data);
  if (flaw !== undefined) throw new Failure("invalid_request", flaw);
}

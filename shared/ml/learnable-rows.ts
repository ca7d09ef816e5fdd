import { Failure } from "../failure.ts";
import { type Dataset, type DatasetRows, trainingRows } from "./dataset.ts";
import { CLASSES } from "./learner.ts";

/** Throws a Failure that says what is wrong with rows that nothing can learn from. */
export function assertLearnable(data: DatasetRows): void {
  const flaw = flawOfRows(data);
  if (flaw !== undefined) throw new Failure("invalid_request", flaw);
}

/** Throws a Failure where the feature matrix is not one of the rows. */
export function assertFeatures({ rows, featureNames, features }: Dataset): void {
  const flaw = flawOfFeatures(rows, featureNames, features);
  if (flaw !== undefined) throw new Failure("invalid_request", flaw);
}

function flawOfRows(data: DatasetRows): string | undefined {
  const { rows, labels, weights } = data;
  const training = trainingRows(data);
  if (rows < 1) return "There must be at least one row.";
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

function flawOfFeatures(
  rows: number,
  featureNames: readonly string[],
  features: Float32Array,
): string | undefined {
  if (featureNames.length < 1) return "There must be at least one feature.";
  if (new Set(featureNames).size < featureNames.length) return "Feature names must differ.";
  if (features.length !== rows * featureNames.length) return "features must hold rows times features values.";
  return undefined;
}

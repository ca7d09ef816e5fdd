import { type ColumnSpread, spreadOf } from "./applicability/applicability.ts";
import { type ReferenceHistogram, referenceHistogram } from "./drift/reference-histogram.ts";
import { sortedSample } from "./sorted-sample.ts";

/** How a feature lay in the rows that a model learns from, as drift and applicability look at it. */
export interface ColumnDistribution {
  readonly histogram: ReferenceHistogram;
  readonly spread: ColumnSpread;
}

/** Values that deciles and quartiles are taken from. */
const MAX_SORTED = 8_192;

/** Sorting is what it costs, so that both read one sample. */
export function columnDistribution(values: Float32Array): ColumnDistribution {
  const sorted = sortedSample(values, MAX_SORTED);
  return { histogram: referenceHistogram(sorted, shareMissing(values)), spread: spreadOf(sorted) };
}

function shareMissing(values: Float32Array): number {
  let missing = 0;
  for (const value of values) if (Number.isNaN(value)) missing++;
  return missing > 0 ? missing / values.length : 0;
}

import { sortedSample } from "../sorted-sample.ts";

/** How a feature was distributed in training: bins of about equal count, so that later data can be laid beside it. */
export interface ReferenceHistogram {
  /** Inner edges, ascending: bin b holds the values in (edges[b - 1], edges[b]]. */
  readonly edges: readonly number[];
  /** Share of the present values in each bin; one more than edges. */
  readonly shares: readonly number[];
  /** Share of all rows where the feature was missing (NaN). */
  readonly missing: number;
}

const BINS = 10;
/** Values that the deciles are taken from. */
const MAX_SORTED = 8_192;

/** The histogram of a feature over the rows that a model learns from. */
export function referenceHistogram(values: Float32Array): ReferenceHistogram {
  const sorted = sortedSample(values, MAX_SORTED);
  const deciles = Array.from(
    { length: BINS - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)],
  );
  const edges = [
    ...new Set(deciles.filter((edge) => edge !== undefined && edge < sorted.at(-1)!)),
  ] as number[];
  const counts = new Array<number>(edges.length + 1).fill(0);
  let bin = 0;
  for (const value of sorted) {
    while (bin < edges.length && value > edges[bin]!) bin++;
    counts[bin]!++;
  }
  return {
    edges,
    shares: counts.map((count) => (sorted.length > 0 ? count / sorted.length : 0)),
    missing: shareMissing(values),
  };
}

function shareMissing(values: Float32Array): number {
  let missing = 0;
  for (const value of values) if (Number.isNaN(value)) missing++;
  return missing > 0 ? missing / values.length : 0;
}

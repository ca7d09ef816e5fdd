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

/** The histogram of a feature by a sorted sample of its present values, and the share of rows without one. */
export function referenceHistogram(sorted: Float32Array, missing: number): ReferenceHistogram {
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
    missing,
  };
}

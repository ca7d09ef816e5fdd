/** Sums over a node's rows by bin, one block of equal length for each feature. */
export type Histogram = Float64Array<ArrayBuffer>;

/** Turns the histogram of a node into that of one child by taking the other child's away: half the work of counting. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i]! -= child[i]!;
}

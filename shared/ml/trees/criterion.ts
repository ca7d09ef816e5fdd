import type { Histogram } from "./histogram.ts";

/** A way to part the rows of a node, and what is summed up over the rows of either side. */
export interface Split<Sums> {
  readonly feature: number;
  /** The last bin that goes left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  /** Above 0. */
  readonly gain: number;
  readonly left: Sums;
  readonly right: Sums;
}

/** The aim that a tree is grown for: the statistics of its rows, and the worth of a split. */
export interface Criterion<Sums> {
  /** All nodes may be split by the same features: then a child's histogram is its parent's less its sibling's. */
  readonly sharesFeatures: boolean;
  /** Features that the next node may be split by; their number is the same for every node. */
  features(): Int32Array;
  /** Numbers that one feature takes in a histogram. */
  readonly stride: number;
  sums(rows: Int32Array, begin: number, end: number): Sums;
  /** Fills a histogram with the rows `rows[begin..end)`. */
  fill(into: Histogram, features: Int32Array, rows: Int32Array, begin: number, end: number): void;
  /** The best split of a node; undefined where none gains anything. */
  bestSplit(histogram: Histogram, features: Int32Array, sums: Sums): Split<Sums> | undefined;
}

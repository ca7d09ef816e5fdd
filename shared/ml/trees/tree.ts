import type { BinnedData } from "./binned-data.ts";

/** A decision tree as parallel arrays. Node 0 is the root; the right child of a node stands behind its left child. */
export interface Tree {
  /** Index of the left child, 0 in a leaf. */
  readonly left: Uint16Array;
  readonly feature: Uint16Array;
  /** The threshold of a split (values up to it go left), the value of a leaf. */
  readonly value: Float32Array;
  /** 1 where missing values go left. */
  readonly missingLeft: Uint8Array;
}

/** A tree with the bins of its thresholds, for rows that are binned already. */
export interface GrownTree extends Tree {
  readonly bin: Uint8Array;
}

/** Adds the tree's value for every binned row to `scores[row * stride + offset]`. */
export function addBinnedScores(
  tree: GrownTree,
  data: BinnedData,
  scores: Float64Array,
  stride: number,
  offset: number,
): void {
  const { left, feature, value, bin, missingLeft } = tree;
  const { bins, rows, maxBins } = data;
  for (let row = 0; row < rows; row++) {
    let node = 0;
    for (let next = left[0]!; next !== 0; next = left[node]!) {
      const rowBin = bins[feature[node]! * rows + row]!;
      const goesLeft = rowBin === maxBins ? missingLeft[node] === 1 : rowBin <= bin[node]!;
      node = goesLeft ? next : next + 1;
    }
    scores[row * stride + offset]! += value[node]!;
  }
}

/** The leaf that a row of feature-major raw values comes to. */
export function leafOf(tree: Tree, features: Float32Array, rows: number, row: number): number {
  const { left, feature, value, missingLeft } = tree;
  let node = 0;
  for (let next = left[0]!; next !== 0; next = left[node]!) {
    const x = features[feature[node]! * rows + row]!;
    const goesLeft = x <= value[node]! || (Number.isNaN(x) && missingLeft[node] === 1);
    node = goesLeft ? next : next + 1;
  }
  return node;
}

import type { BinnedData } from "./binned-data.ts";
import type { Gradients } from "./gradients.ts";
import {
  fillHistogram,
  type Histogram,
  histogramStride,
  type RowOrder,
  subtractHistogram,
} from "./histogram.ts";
import type { BoostingParams } from "./params.ts";
import { findBestSplit, type NodeSums, type Split } from "./split.ts";
import type { GrownTree } from "./tree.ts";
import { TreeDraft } from "./tree-draft.ts";

/** Where a leaf hangs in the tree, the rows `order.rows[begin..end)` in it, and their sums. */
interface Place extends NodeSums {
  readonly node: number;
  readonly depth: number;
  readonly begin: number;
  readonly end: number;
}

/** A leaf, with the best way to split it where there is one. */
interface Leaf extends Place {
  readonly split?: { readonly histogram: Histogram; readonly best: Split };
}

/** What one tree is grown from. */
export interface TreeTask {
  readonly derivatives: Gradients;
  /** Rows to learn from. */
  readonly sample: Int32Array;
  /** Features to split by; their number must be the same for every tree. */
  readonly features: Int32Array;
}

/** Grows trees on the same rows, one after another in the same buffers. */
export class TreeGrower {
  readonly #data: BinnedData;
  readonly #params: BoostingParams;
  readonly #order: RowOrder;
  readonly #displaced: Int32Array;
  /** Histograms that no leaf needs at the moment. */
  readonly #spare: Histogram[] = [];

  constructor(data: BinnedData, params: BoostingParams) {
    const rows = data.trainingRows;
    this.#data = data;
    this.#params = params;
    this.#order = {
      rows: new Int32Array(rows),
      gradient: new Float64Array(rows),
      hessian: new Float64Array(rows),
    };
    this.#displaced = new Int32Array(rows);
  }

  /** Grows one tree, the split with the highest gain first. */
  grow(task: TreeTask): GrownTree {
    const { maxLeaves, learningRate, lambda } = this.#params;
    const draft = new TreeDraft(maxLeaves);
    this.#order.rows.set(task.sample);
    const leaves = [this.#root(task)];
    while (leaves.length < maxLeaves) {
      const index = mostGainful(leaves);
      if (index < 0) break;
      const [left, right] = this.#split(task, draft, leaves[index]!, leaves.length + 1 < maxLeaves);
      leaves[index] = left;
      leaves.push(right);
    }
    for (const leaf of leaves) {
      draft.score(leaf.node, (-learningRate * leaf.gradient) / (leaf.hessian + lambda));
      if (leaf.split) this.#spare.push(leaf.split.histogram);
    }
    return draft.finish();
  }

  #root(task: TreeTask): Leaf {
    let gradient = 0;
    let hessian = 0;
    for (const row of task.sample) {
      gradient += task.derivatives.gradient[row]!;
      hessian += task.derivatives.hessian[row]!;
    }
    const place = { node: 0, depth: 0, begin: 0, end: task.sample.length, gradient, hessian };
    return this.#leaf(task, place, this.#count(task, place));
  }

  /** Splits a leaf in two. `further`: the tree may have more leaves than it has after this. */
  #split(task: TreeTask, draft: TreeDraft, leaf: Leaf, further: boolean): [Leaf, Leaf] {
    const { histogram, best } = leaf.split!;
    const node = draft.split(leaf.node, best, this.#data.thresholds[best.feature]![best.bin]!);
    const middle = this.#partition(leaf, best);
    const depth = leaf.depth + 1;
    const left: Place = {
      node,
      depth,
      begin: leaf.begin,
      end: middle,
      gradient: best.leftGradient,
      hessian: best.leftHessian,
    };
    const right: Place = {
      node: node + 1,
      depth,
      begin: middle,
      end: leaf.end,
      gradient: leaf.gradient - best.leftGradient,
      hessian: leaf.hessian - best.leftHessian,
    };
    if (!further || depth >= this.#params.maxDepth) {
      this.#spare.push(histogram);
      return [left, right];
    }
    const leftIsSmaller = middle - leaf.begin <= leaf.end - middle;
    const smaller = this.#count(task, leftIsSmaller ? left : right);
    subtractHistogram(histogram, smaller);
    return [
      this.#leaf(task, left, leftIsSmaller ? smaller : histogram),
      this.#leaf(task, right, leftIsSmaller ? histogram : smaller),
    ];
  }

  /** Looks for the best split of a leaf; without one its histogram is free again. */
  #leaf(task: TreeTask, place: Place, histogram: Histogram): Leaf {
    const best = findBestSplit(histogram, this.#data, task.features, place, this.#params);
    if (best) return { ...place, split: { histogram, best } };
    this.#spare.push(histogram);
    return place;
  }

  #count({ features, derivatives }: TreeTask, { begin, end }: Place): Histogram {
    const histogram = this.#spare.pop() ?? new Float64Array(features.length * histogramStride(this.#data));
    fillHistogram(histogram, this.#data, features, derivatives, this.#order, begin, end);
    return histogram;
  }

  /** Puts the leaf's rows that go left before those that go right, each in their order, and returns where they meet. */
  #partition({ begin, end }: Place, { feature, bin, missingLeft }: Split): number {
    const { bins, rows: stride, maxBins } = this.#data;
    const rows = this.#order.rows;
    const column = feature * stride;
    let left = begin;
    let right = 0;
    for (let i = begin; i < end; i++) {
      const row = rows[i]!;
      const rowBin = bins[column + row]!;
      if (rowBin === maxBins ? missingLeft : rowBin <= bin) rows[left++] = row;
      else this.#displaced[right++] = row;
    }
    rows.set(this.#displaced.subarray(0, right), left);
    return left;
  }
}

/** Index of the leaf whose split gains most, -1 where none can be split. */
function mostGainful(leaves: readonly Leaf[]): number {
  let index = -1;
  let gain = 0;
  for (const [i, leaf] of leaves.entries()) {
    if (leaf.split && leaf.split.best.gain > gain) {
      gain = leaf.split.best.gain;
      index = i;
    }
  }
  return index;
}

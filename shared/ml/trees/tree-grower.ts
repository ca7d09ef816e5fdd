import type { BinnedData } from "./binned-data.ts";
import type { Criterion, Split } from "./criterion.ts";
import { createLeafQueue, type LeafQueue, type TreeShape } from "./growth.ts";
import { type Histogram, subtractHistogram } from "./histogram.ts";
import type { GrownTree } from "./tree.ts";
import { TreeDraft } from "./tree-draft.ts";

/** Where a leaf hangs in the tree, the rows `order[begin..end)` in it, and what is summed up over them. */
interface Leaf<Sums> {
  readonly node: number;
  readonly depth: number;
  readonly begin: number;
  readonly end: number;
  readonly sums: Sums;
}

/** A leaf that can be split, and the best way to. Its histogram is kept while its children need it. */
interface SplittableLeaf<Sums> extends Leaf<Sums> {
  readonly best: Split<Sums>;
  readonly histogram: Histogram | undefined;
}

/** One tree's work in progress. */
interface Work<Sums> {
  readonly criterion: Criterion<Sums>;
  readonly draft: TreeDraft;
  readonly queue: LeafQueue<SplittableLeaf<Sums>>;
  readonly leaves: Map<number, Leaf<Sums>>;
}

/** Memory for histograms of leaves that wait; children of a leaf that had to do without are both counted. */
const MAX_HELD_BYTES = 48 * 1024 * 1024;

/** Grows trees on the same rows, one after another in the same buffers. */
export class TreeGrower<Sums> {
  readonly #data: BinnedData;
  readonly #shape: TreeShape;
  /** Rows in the order of the leaves. */
  readonly #order: Int32Array;
  readonly #displaced: Int32Array;
  /** Histograms that no leaf needs at the moment. */
  readonly #spare: Histogram[] = [];
  #held = 0;

  /** @param maxRows rows that a tree is grown from, at most */
  constructor(data: BinnedData, shape: TreeShape, maxRows = data.trainingRows) {
    this.#data = data;
    this.#shape = shape;
    this.#order = new Int32Array(maxRows);
    this.#displaced = new Int32Array(maxRows);
  }

  /**
   * Grows one tree from the rows of the sample (a row may be there several times). Each leaf gets the value that
   * `leafValue` gives for what is summed up over its rows.
   */
  grow(criterion: Criterion<Sums>, sample: Int32Array, leafValue: (sums: Sums) => number): GrownTree {
    const { maxLeaves, growth } = this.#shape;
    const work: Work<Sums> = {
      criterion,
      draft: new TreeDraft(maxLeaves),
      queue: createLeafQueue(growth),
      leaves: new Map(),
    };
    this.#order.set(sample);
    const sums = criterion.sums(this.#order, 0, sample.length);
    this.#add(work, { node: 0, depth: 0, begin: 0, end: sample.length, sums });
    while (work.leaves.size < maxLeaves) {
      const leaf = work.queue.next();
      if (!leaf) break;
      this.#split(work, leaf, work.leaves.size + 1 < maxLeaves);
    }
    for (let leaf = work.queue.next(); leaf; leaf = work.queue.next()) this.#release(leaf.histogram);
    for (const { node, sums } of work.leaves.values()) work.draft.setLeaf(node, leafValue(sums));
    return work.draft.finish();
  }

  /** Splits a leaf in two. `further`: the tree may have more leaves than it has after this. */
  #split(work: Work<Sums>, leaf: SplittableLeaf<Sums>, further: boolean): void {
    const { best, histogram } = leaf;
    const node = work.draft.split(leaf.node, best, this.#data.thresholds[best.feature]![best.bin]!);
    const middle = this.#partition(leaf, best);
    const depth = leaf.depth + 1;
    const left = { node, depth, begin: leaf.begin, end: middle, sums: best.left };
    const right = { node: node + 1, depth, begin: middle, end: leaf.end, sums: best.right };
    work.leaves.delete(leaf.node);
    if (!further || depth >= this.#shape.maxDepth) {
      work.leaves.set(left.node, left).set(right.node, right);
      this.#release(histogram);
      return;
    }
    if (!histogram) {
      this.#add(work, left);
      this.#add(work, right);
      return;
    }
    const leftIsSmaller = middle - leaf.begin <= leaf.end - middle;
    const features = work.criterion.features();
    const smaller = this.#count(work, features, leftIsSmaller ? left : right);
    subtractHistogram(histogram, smaller);
    this.#enter(work, left, features, leftIsSmaller ? smaller : histogram);
    this.#enter(work, right, features, leftIsSmaller ? histogram : smaller);
  }

  /** Adds a leaf whose histogram is still to be counted. */
  #add(work: Work<Sums>, leaf: Leaf<Sums>): void {
    const features = work.criterion.features();
    this.#enter(work, leaf, features, this.#count(work, features, leaf));
  }

  /** Looks for the best split of a leaf and lets it wait for that. */
  #enter(work: Work<Sums>, leaf: Leaf<Sums>, features: Int32Array, histogram: Histogram): void {
    const { criterion, leaves, queue } = work;
    leaves.set(leaf.node, leaf);
    const best = criterion.bestSplit(histogram, features, leaf.sums);
    const isKept = best && criterion.sharesFeatures && this.#held * histogram.byteLength <= MAX_HELD_BYTES;
    if (!isKept) this.#release(histogram);
    if (best) queue.push({ ...leaf, best, histogram: isKept ? histogram : undefined });
  }

  #count({ criterion }: Work<Sums>, features: Int32Array, { begin, end }: Leaf<Sums>): Histogram {
    const histogram = this.#spare.pop() ?? new Float64Array(features.length * criterion.stride);
    this.#held++;
    criterion.fill(histogram, features, this.#order, begin, end);
    return histogram;
  }

  #release(histogram: Histogram | undefined): void {
    if (!histogram) return;
    this.#spare.push(histogram);
    this.#held--;
  }

  /** Puts the leaf's rows that go left before those that go right, each in their order, and returns where they meet. */
  #partition({ begin, end }: Leaf<Sums>, { feature, bin, missingLeft }: Split<Sums>): number {
    const { bins, rows: stride, maxBins } = this.#data;
    const order = this.#order;
    const column = feature * stride;
    let left = begin;
    let right = 0;
    for (let i = begin; i < end; i++) {
      const row = order[i]!;
      const rowBin = bins[column + row]!;
      if (rowBin === maxBins ? missingLeft : rowBin <= bin) order[left++] = row;
      else this.#displaced[right++] = row;
    }
    order.set(this.#displaced.subarray(0, right), left);
    return left;
  }
}

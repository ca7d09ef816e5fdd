import type { Random } from "../../math/random.ts";
import type { BinnedData } from "../trees/binned-data.ts";
import type { Criterion, Split } from "../trees/criterion.ts";
import type { Histogram } from "../trees/histogram.ts";
import { classStride, fillClassHistogram } from "./class-histogram.ts";
import { type ClassCounts, findBestSplit } from "./gini-split.ts";
import type { ForestParams } from "./params.ts";

/** Trees whose leaves are as pure as can be; each node chooses among a few features drawn for it. */
export class GiniCriterion implements Criterion<ClassCounts> {
  readonly sharesFeatures = false;
  readonly stride: number;
  readonly #data: BinnedData;
  readonly #params: ForestParams;
  readonly #random: Random;
  /** Labels in the order of the tree's rows. */
  readonly #labels: Uint8Array;

  constructor(data: BinnedData, params: ForestParams, random: Random) {
    this.stride = classStride(data);
    this.#data = data;
    this.#params = params;
    this.#random = random;
    this.#labels = new Uint8Array(data.trainingRows);
  }

  features(): Int32Array {
    const count = this.#data.thresholds.length;
    const { maxFeatures } = this.#params;
    const chosen = maxFeatures === "sqrt" ? Math.sqrt(count) : maxFeatures * count;
    return this.#random.choose(Math.max(1, Math.round(chosen)), count);
  }

  sums(rows: Int32Array, begin: number, end: number): ClassCounts {
    const counts: [number, number, number] = [0, 0, 0];
    for (let i = begin; i < end; i++) counts[this.#data.labels[rows[i]!]!]!++;
    return counts;
  }

  fill(into: Histogram, features: Int32Array, rows: Int32Array, begin: number, end: number): void {
    for (let i = begin; i < end; i++) this.#labels[i] = this.#data.labels[rows[i]!]!;
    fillClassHistogram(into, this.#data, features, rows, this.#labels, begin, end);
  }

  bestSplit(histogram: Histogram, features: Int32Array, sums: ClassCounts): Split<ClassCounts> | undefined {
    return findBestSplit(histogram, this.#data, features, sums, this.#params.minLeafRows);
  }
}

import type { BinnedData } from "../trees/binned-data.ts";
import type { Criterion, Split } from "../trees/criterion.ts";
import type { Histogram } from "../trees/histogram.ts";
import { fillGradientHistogram, gradientStride } from "./gradient-histogram.ts";
import { findBestSplit, type Regularisation } from "./gradient-split.ts";
import type { PackedGradients } from "./packed-gradients.ts";

/** Trees that lower a loss of which first and second derivatives are known. Sums are packed. */
export class GradientCriterion implements Criterion<number> {
  readonly sharesFeatures = true;
  readonly stride: number;
  readonly #data: BinnedData;
  readonly #gradients: PackedGradients;
  readonly #features: Int32Array;
  readonly #params: Regularisation;
  /** Derivatives in the order of the tree's rows; one buffer serves one tree after another. */
  readonly #ordered: Float64Array;

  constructor(
    data: BinnedData,
    gradients: PackedGradients,
    features: Int32Array,
    params: Regularisation,
    buffer: Float64Array,
  ) {
    this.stride = gradientStride(data);
    this.#data = data;
    this.#gradients = gradients;
    this.#features = features;
    this.#params = params;
    this.#ordered = buffer;
  }

  features(): Int32Array {
    return this.#features;
  }

  sums(rows: Int32Array, begin: number, end: number): number {
    let sum = 0;
    for (let i = begin; i < end; i++) sum += this.#gradients.packed[rows[i]!]!;
    return sum;
  }

  fill(into: Histogram, features: Int32Array, rows: Int32Array, begin: number, end: number): void {
    const { packed } = this.#gradients;
    const ordered = this.#ordered;
    for (let i = begin; i < end; i++) ordered[i] = packed[rows[i]!]!;
    fillGradientHistogram(into, this.#data, features, rows, ordered, begin, end);
  }

  bestSplit(histogram: Histogram, features: Int32Array, sum: number): Split<number> | undefined {
    return findBestSplit(histogram, this.#data, features, sum, this.#gradients, this.#params);
  }
}

import type { BinnedData } from "../trees/binned-data.ts";
import type { Criterion, Split } from "../trees/criterion.ts";
import type { Histogram } from "../trees/histogram.ts";
import { fillGradientHistogram, gradientStride } from "./gradient-histogram.ts";
import { findBestSplit, type GradientSums, type Regularisation } from "./gradient-split.ts";
import type { Gradients } from "./gradients.ts";

/** Buffers for the derivatives in the order of a tree's rows; one set serves one tree after another. */
export interface GradientBuffers {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Trees that lower a loss of which first and second derivatives are known. */
export class GradientCriterion implements Criterion<GradientSums> {
  readonly sharesFeatures = true;
  readonly stride: number;
  readonly #data: BinnedData;
  readonly #derivatives: Gradients;
  readonly #features: Int32Array;
  readonly #params: Regularisation;
  readonly #ordered: GradientBuffers;

  constructor(
    data: BinnedData,
    derivatives: Gradients,
    features: Int32Array,
    params: Regularisation,
    buffers: GradientBuffers,
  ) {
    this.stride = gradientStride(data);
    this.#data = data;
    this.#derivatives = derivatives;
    this.#features = features;
    this.#params = params;
    this.#ordered = buffers;
  }

  features(): Int32Array {
    return this.#features;
  }

  sums(rows: Int32Array, begin: number, end: number): GradientSums {
    let [gradient, hessian] = [0, 0];
    for (let i = begin; i < end; i++) {
      gradient += this.#derivatives.gradient[rows[i]!]!;
      hessian += this.#derivatives.hessian[rows[i]!]!;
    }
    return { gradient, hessian };
  }

  fill(into: Histogram, features: Int32Array, rows: Int32Array, begin: number, end: number): void {
    const { gradient, hessian } = this.#ordered;
    for (let i = begin; i < end; i++) {
      const row = rows[i]!;
      gradient[i] = this.#derivatives.gradient[row]!;
      hessian[i] = this.#derivatives.hessian[row]!;
    }
    fillGradientHistogram(into, this.#data, features, { rows, gradient, hessian }, begin, end);
  }

  bestSplit(histogram: Histogram, features: Int32Array, sums: GradientSums): Split<GradientSums> | undefined {
    return findBestSplit(histogram, this.#data, features, sums, this.#params);
  }
}

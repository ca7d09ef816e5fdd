import type { BinnedData } from "./binned-data.ts";
import type { Gradients } from "./gradients.ts";

/**
 * Sums of gradient and hessian by bin, interleaved, one block of `histogramStride` numbers for each chosen feature; the
 * last pair of a block is that of the missing values.
 */
export type Histogram = Float64Array<ArrayBuffer>;

/** Numbers a feature takes in a histogram. */
export function histogramStride(data: BinnedData): number {
  return (data.maxBins + 1) * 2;
}

/** Rows in the order of the leaves, and buffers in which their derivatives lie in the same order. */
export interface RowOrder {
  readonly rows: Int32Array;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Fills a histogram with the rows `order.rows[begin..end)`. */
export function fillHistogram(
  into: Histogram,
  data: BinnedData,
  features: Int32Array,
  derivatives: Gradients,
  order: RowOrder,
  begin: number,
  end: number,
): void {
  const { bins, rows } = data;
  const stride = histogramStride(data);
  gatherDerivatives(derivatives, order, begin, end);
  into.fill(0);
  // Four features a pass: the loads of row number, gradient and hessian are shared.
  const fours = features.length - (features.length % 4);
  for (let slot = 0; slot < fours; slot += 4) {
    const columns = [0, 1, 2, 3].map((i) => features[slot + i]! * rows) as [number, number, number, number];
    addFourFeatures(into, bins, columns, slot * stride, stride, order, begin, end);
  }
  for (let slot = fours; slot < features.length; slot++) {
    addFeature(into, bins, features[slot]! * rows, slot * stride, order, begin, end);
  }
}

function gatherDerivatives(derivatives: Gradients, order: RowOrder, begin: number, end: number): void {
  for (let i = begin; i < end; i++) {
    const row = order.rows[i]!;
    order.gradient[i] = derivatives.gradient[row]!;
    order.hessian[i] = derivatives.hessian[row]!;
  }
}

function addFeature(
  into: Histogram,
  bins: Uint8Array,
  column: number,
  base: number,
  { rows, gradient, hessian }: RowOrder,
  begin: number,
  end: number,
): void {
  for (let i = begin; i < end; i++) {
    const at = base + (bins[column + rows[i]!]! << 1);
    into[at]! += gradient[i]!;
    into[at + 1]! += hessian[i]!;
  }
}

function addFourFeatures(
  into: Histogram,
  bins: Uint8Array,
  columns: readonly [number, number, number, number],
  base: number,
  stride: number,
  { rows, gradient, hessian }: RowOrder,
  begin: number,
  end: number,
): void {
  const [columnA, columnB, columnC, columnD] = columns;
  const baseB = base + stride;
  const baseC = baseB + stride;
  const baseD = baseC + stride;
  for (let i = begin; i < end; i++) {
    const row = rows[i]!;
    const g = gradient[i]!;
    const h = hessian[i]!;
    const atA = base + (bins[columnA + row]! << 1);
    into[atA]! += g;
    into[atA + 1]! += h;
    const atB = baseB + (bins[columnB + row]! << 1);
    into[atB]! += g;
    into[atB + 1]! += h;
    const atC = baseC + (bins[columnC + row]! << 1);
    into[atC]! += g;
    into[atC + 1]! += h;
    const atD = baseD + (bins[columnD + row]! << 1);
    into[atD]! += g;
    into[atD + 1]! += h;
  }
}

/** Turns the histogram of a node into that of one child by taking the other child's away: half the work of counting. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i]! -= child[i]!;
}

import type { BinnedData } from "../trees/binned-data.ts";
import type { Histogram } from "../trees/histogram.ts";

/**
 * Numbers that a feature takes in a histogram: gradient and hessian of each bin, interleaved; the last pair is that of
 * the missing values.
 */
export function gradientStride(data: BinnedData): number {
  return (data.maxBins + 1) * 2;
}

/** A node's rows, and their derivatives in the same order. */
export interface OrderedGradients {
  readonly rows: Int32Array;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Fills a histogram with the rows `order.rows[begin..end)`. */
export function fillGradientHistogram(
  into: Histogram,
  data: BinnedData,
  features: Int32Array,
  order: OrderedGradients,
  begin: number,
  end: number,
): void {
  const { bins, rows } = data;
  const stride = gradientStride(data);
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

function addFeature(
  into: Histogram,
  bins: Uint8Array,
  column: number,
  base: number,
  { rows, gradient, hessian }: OrderedGradients,
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
  { rows, gradient, hessian }: OrderedGradients,
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

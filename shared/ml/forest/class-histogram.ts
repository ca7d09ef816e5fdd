import type { BinnedData } from "../trees/binned-data.ts";
import type { Histogram } from "../trees/histogram.ts";

/** Numbers of a bin: rows of each class, and one unused, so that a place is a shift away. */
const BIN_WIDTH = 4;

/** Numbers that a feature takes in a histogram; its last bin is that of the missing values. */
export function classStride(data: BinnedData): number {
  return (data.maxBins + 1) * BIN_WIDTH;
}

/** Place of a feature's bin, counted from the feature's first number. */
export function binPlace(bin: number): number {
  return bin * BIN_WIDTH;
}

/** Counts the rows `rows[begin..end)` by bin and class; `labels` are in the same order as the rows. */
export function fillClassHistogram(
  into: Histogram,
  data: BinnedData,
  features: Int32Array,
  rows: Int32Array,
  labels: Uint8Array,
  begin: number,
  end: number,
): void {
  const { bins, rows: columnLength } = data;
  const stride = classStride(data);
  into.fill(0);
  for (let slot = 0; slot < features.length; slot++) {
    const column = features[slot]! * columnLength;
    const base = slot * stride;
    for (let i = begin; i < end; i++) into[base + ((bins[column + rows[i]!]! << 2) | labels[i]!)]! += 1;
  }
}

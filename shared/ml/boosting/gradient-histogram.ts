import type { BinnedData } from "../trees/binned-data.ts";
import type { Histogram } from "../trees/histogram.ts";

/** Numbers that a feature takes in a histogram: the packed sum of each bin, the last one that of the missing values. */
export function gradientStride(data: BinnedData): number {
  return data.maxBins + 1;
}

/** Fills a histogram with the rows `rows[begin..end)`; `packed` are their derivatives, in the same order. */
export function fillGradientHistogram(
  into: Histogram,
  data: BinnedData,
  features: Int32Array,
  rows: Int32Array,
  packed: Float64Array,
  begin: number,
  end: number,
): void {
  const { bins } = data;
  const stride = gradientStride(data);
  into.fill(0);
  // Four features a pass: the loads of row number and derivatives are shared.
  const fours = features.length - (features.length % 4);
  for (let slot = 0; slot < fours; slot += 4) {
    const columns = [0, 1, 2, 3].map((i) => features[slot + i]! * data.rows) as [
      number,
      number,
      number,
      number,
    ];
    addFourFeatures(into, bins, columns, slot * stride, stride, rows, packed, begin, end);
  }
  for (let slot = fours; slot < features.length; slot++) {
    const column = features[slot]! * data.rows;
    const base = slot * stride;
    for (let i = begin; i < end; i++) into[base + bins[column + rows[i]!]!]! += packed[i]!;
  }
}

function addFourFeatures(
  into: Histogram,
  bins: Uint8Array,
  columns: readonly [number, number, number, number],
  base: number,
  stride: number,
  rows: Int32Array,
  packed: Float64Array,
  begin: number,
  end: number,
): void {
  const [columnA, columnB, columnC, columnD] = columns;
  const baseB = base + stride;
  const baseC = baseB + stride;
  const baseD = baseC + stride;
  for (let i = begin; i < end; i++) {
    const row = rows[i]!;
    const both = packed[i]!;
    into[base + bins[columnA + row]!]! += both;
    into[baseB + bins[columnB + row]!]! += both;
    into[baseC + bins[columnC + row]!]! += both;
    into[baseD + bins[columnD + row]!]! += both;
  }
}

import type { IndicatorBars, InputField } from "./indicator-bars.ts";

/**
 * A bar that lacks one of the columns read (NaN or infinite) becomes NaN in all of them: kernels then skip it as a
 * whole, giving NaN for it and leaving their state alone. Copies only when there is such a bar.
 */
export function blankIncompleteBars(bars: IndicatorBars, inputs: readonly InputField[]): IndicatorBars {
  const columns = inputs.flatMap((field) => bars[field] ?? []);
  const missing = new Set(columns.flatMap(indicesOfMissing));
  if (missing.size === 0) return bars;
  const blanked = inputs.map((field) => {
    const column = Float64Array.from(bars[field] ?? []);
    for (const index of missing) column[index] = Number.NaN;
    return [field, column];
  });
  return { ...bars, ...Object.fromEntries(blanked) };
}

function indicesOfMissing(column: Float64Array): number[] {
  const indices: number[] = [];
  for (let i = 0; i < column.length; i++) {
    // Infinity - Infinity is NaN as well, so this finds both in one comparison.
    if (column[i]! - column[i]! !== 0) indices.push(i);
  }
  return indices;
}

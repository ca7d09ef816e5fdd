import type { IndicatorBars, InputField } from "./indicator-bars.ts";

/**
 * A bar that lacks one of the columns read (NaN or infinite) becomes NaN in all of them: kernels then skip it as a
 * whole, giving NaN for it and leaving their state alone. Copies only when there is such a bar.
 */
export function blankIncompleteBars(bars: IndicatorBars, inputs: readonly InputField[]): IndicatorBars {
  const columns = inputs.flatMap((field) => bars[field] ?? []);
  if (columns.every(isComplete)) return bars;
  const missing = new Set(columns.flatMap(indicesOfMissing));
  const blanked = inputs.map((field) => {
    const column = Float64Array.from(bars[field] ?? []);
    for (const index of missing) column[index] = Number.NaN;
    return [field, column];
  });
  return { ...bars, ...Object.fromEntries(blanked) };
}

/** Infinity - Infinity is NaN as well, so this finds both in one comparison. */
const isMissing = (value: number) => value - value !== 0;

function isComplete(column: Float64Array): boolean {
  for (let i = 0; i < column.length; i++) if (isMissing(column[i]!)) return false;
  return true;
}

function indicesOfMissing(column: Float64Array): number[] {
  const indices: number[] = [];
  for (let i = 0; i < column.length; i++) if (isMissing(column[i]!)) indices.push(i);
  return indices;
}

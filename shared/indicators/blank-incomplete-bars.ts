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

/** 0 times a number is 0, 0 times NaN or an infinity is NaN: one comparison finds both. */
const isMissing = (value: number) => value * 0 !== 0;

/** Every indicator pays for this, so it asks once, at the end, and sums both halves at a time: no sum waits for the other. */
function isComplete(column: Float64Array): boolean {
  const half = column.length >> 1;
  let first = 0;
  let second = (column.at(-1) ?? 0) * 0;
  for (let i = 0; i < half; i++) {
    first += column[i]! * 0;
    second += column[half + i]! * 0;
  }
  return first + second === 0;
}

function indicesOfMissing(column: Float64Array): number[] {
  const indices: number[] = [];
  for (let i = 0; i < column.length; i++) if (isMissing(column[i]!)) indices.push(i);
  return indices;
}

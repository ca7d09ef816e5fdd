/** Floor traders' levels from a span's high, low and close: the pivot, three supports and three resistances. */
export function pivotLevels(high: number, low: number, close: number) {
  const pivot = (high + low + close) / 3;
  return {
    pivot,
    s1: 2 * pivot - high,
    s2: pivot - (high - low),
    s3: low - 2 * (high - pivot),
    r1: 2 * pivot - low,
    r2: pivot + (high - low),
    r3: high + 2 * (pivot - low),
  };
}

export const PIVOT_LEVELS = ["pivot", "s1", "s2", "s3", "r1", "r2", "r3"] as const;
export type PivotColumns = Record<(typeof PIVOT_LEVELS)[number], Float64Array>;

/** Columns of the given length, all missing. */
export function emptyPivotColumns(length: number): PivotColumns {
  const column = () => new Float64Array(length).fill(Number.NaN);
  return {
    pivot: column(),
    s1: column(),
    s2: column(),
    s3: column(),
    r1: column(),
    r2: column(),
    r3: column(),
  };
}

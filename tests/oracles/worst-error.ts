/** Bars where one of two columns has a value and the other has not. */
export interface Disagreement {
  /** Largest difference relative to the expected value, or to a thousandth of the column's largest where it is smaller. */
  readonly error: number;
  /** First bar where one column has a value and the other has not; -1 for none. */
  readonly missing: number;
}

/** Compares a column with what it should be, from bar `from` on. */
export function worstError(actual: ArrayLike<number>, expected: ArrayLike<number>, from = 0): Disagreement {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i] || 0));
  let error = 0;
  let missing = -1;
  for (let i = from; i < expected.length; i++) {
    const a = actual[i]!;
    const e = expected[i]!;
    if (Number.isNaN(a) !== Number.isNaN(e) && missing < 0) missing = i;
    const scale = Math.max(Math.abs(e), largest / 1000) || 1;
    error = Math.max(error, Math.abs(a - e) / scale || 0);
  }
  return { error, missing };
}

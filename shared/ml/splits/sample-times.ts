/** When each row was decided and when its outcome was known, epoch milliseconds. Rows of all symbols, in any order. */
export interface SampleTimes {
  readonly decidedAt: Float64Array;
  readonly resolvedAt: Float64Array;
}

/** Rows decided in [from, to) whose outcome was known before `resolvedBefore`, in the order given. */
export function rowsBetween(
  { decidedAt, resolvedAt }: SampleTimes,
  from: number,
  to: number,
  resolvedBefore = Number.POSITIVE_INFINITY,
): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < decidedAt.length; row++) {
    const decided = decidedAt[row]!;
    if (decided >= from && decided < to && resolvedAt[row]! < resolvedBefore) rows.push(row);
  }
  return Uint32Array.from(rows);
}

/**
 * The time before which the given share of the rows was decided: one date for all symbols, so that no symbol's past
 * sits beside another one's future.
 */
export function cutTime(decidedAt: Float64Array, share: number): number {
  const sorted = decidedAt.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.round(share * sorted.length))]!;
}

/** Throws a RangeError unless the columns belong together and every outcome follows its decision. */
export function checkSampleTimes({ decidedAt, resolvedAt }: SampleTimes): void {
  if (decidedAt.length !== resolvedAt.length)
    throw new RangeError("decidedAt and resolvedAt differ in length");
  for (let row = 0; row < decidedAt.length; row++) {
    if (!(resolvedAt[row]! > decidedAt[row]!))
      throw new RangeError(`row ${row} is not resolved after it was decided`);
  }
}

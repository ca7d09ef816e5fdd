/** One round of successive halving: how many trials are in it, on what share of the rows each is fitted. */
export interface Rung {
  readonly trials: number;
  readonly share: number;
}

export interface HalvingOptions {
  readonly trials: number;
  /** Of so many trials one goes on to the next rung, with as many times the rows. */
  readonly eta: number;
  readonly rungs: number;
}

/**
 * Successive halving (Jamieson and Talwalkar 2016): all trials are fitted on few rows, the best of them on more, and so
 * on; each rung costs about as much as another. The last one sees all rows.
 */
export function halvingRungs({ trials, eta, rungs }: HalvingOptions): Rung[] {
  if (!(Number.isInteger(trials) && trials > 0))
    throw new RangeError("trials must be a positive whole number");
  if (!(Number.isInteger(eta) && eta >= 2)) throw new RangeError("eta must be a whole number of at least 2");
  if (!(Number.isInteger(rungs) && rungs > 0)) throw new RangeError("rungs must be a positive whole number");
  return Array.from({ length: rungs }, (_, rung) => ({
    trials: Math.max(1, Math.floor(trials / eta ** rung)),
    share: 1 / eta ** (rungs - 1 - rung),
  }));
}

/** Places of the `count` lowest losses, the lowest first; of equal ones the earlier. */
export function lowest(losses: readonly number[], count: number): number[] {
  return Array.from(losses.keys())
    .sort((a, b) => losses[a]! - losses[b]! || a - b)
    .slice(0, count);
}

/**
 * At most `count` of the rows, evenly spread. Outcomes of neighbouring rows overlap, so thinned rows tell nearly as much
 * as all of them.
 */
export function thinned(rows: Uint32Array, count: number): Uint32Array {
  if (rows.length <= count) return rows;
  return Uint32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!);
}

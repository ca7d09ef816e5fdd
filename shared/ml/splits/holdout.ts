/**
 * Rows kept for the one final look. A second look would turn them into another validation set, with choices made on
 * what the first look showed; so a second read throws.
 */
export class Holdout {
  readonly size: number;
  /** Decision times of its rows: from (inclusive) to (inclusive), epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  #rows: Uint32Array | undefined;

  constructor(rows: Uint32Array, from: number, to: number) {
    this.size = rows.length;
    this.from = from;
    this.to = to;
    this.#rows = rows;
  }

  read(): Uint32Array {
    const rows = this.#rows;
    if (!rows) throw new Error("the holdout was read already");
    this.#rows = undefined;
    return rows;
  }
}

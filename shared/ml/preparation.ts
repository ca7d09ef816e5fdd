import type { Dataset, DatasetRows } from "./dataset.ts";

/** How rows become `Prepared`, the large immutable form (bins, scaled columns) that every step of learning reads. */
export interface Preparation<Params, Prepared> {
  /** All rows at once. One call may be heavy: it is a step of its own. */
  prepare(data: Dataset, params: Params): Prepared;
  /** Pieces that the prepared form is stored in, of which a step reads one: one, but for ensembles. */
  pieces(params: Params): number;
  /**
   * One feature in the family's own form, where all of them at once would outlast an isolate: the first `trainingRows`
   * decide on bins or scales, the others are only transformed. `joinColumns` takes the features in their order.
   * @param values of the rows, each at its own (for sequences: its newest) bar
   * @param bars of all bars that the rows' sequences lie in; families that read one bar a row do not look at it
   * @param piece to make, the first when left out
   */
  prepareColumn(
    values: Float32Array,
    trainingRows: number,
    params: Params,
    bars?: Float32Array,
    piece?: number,
  ): Uint8Array<ArrayBuffer>;
  joinColumns(rows: DatasetRows, columns: readonly Uint8Array[], params: Params, piece?: number): Prepared;
  encode(prepared: Prepared): Uint8Array<ArrayBuffer>;
  /** Throws a RangeError on bytes that are not a prepared form. */
  decode(bytes: Uint8Array): Prepared;
}

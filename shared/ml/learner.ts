import type { OnnxGraph } from "./onnx/graph.ts";
import type { SampleTimes } from "./splits/sample-times.ts";

/** The three outcomes in the order of every probability vector: SELL, HOLD, BUY. */
export const CLASSES = ["SELL", "HOLD", "BUY"] as const;
export type Direction = (typeof CLASSES)[number];

/** Rows to learn from. Missing values are NaN. */
export interface Dataset {
  readonly rows: number;
  readonly featureNames: readonly string[];
  /** Feature-major: value of feature f at bar b is `features[f * bars + b]`; without `rowBars` a row is a bar. */
  readonly features: Float32Array;
  /**
   * For families that read sequences: the place of each row's newest bar among all bars. The bars of a sequence stand in
   * a run that ends there, all of one symbol.
   */
  readonly rowBars?: Uint32Array;
  /** Class index of each row: 0 SELL, 1 HOLD, 2 BUY. */
  readonly labels: Uint8Array;
  readonly weights: Float32Array;
  /** When each row was decided and known, for families that cut their rows once more; the time to leave out at a cut. */
  readonly times?: SampleTimes & { readonly embargoMs: number };
  /**
   * First of the trailing rows that are not learned from and only tell when to stop (early stopping). Give rows between
   * the two parts whose labels overlap the weight 0. Without it every row is learned from.
   */
  readonly validationFrom?: number;
}

/** All of a dataset but its features. */
export type DatasetRows = Omit<Dataset, "features" | "featureNames">;

/** How far learning went: boosting rounds, trees, iterations, or a network's passes over the rows. */
export interface Epochs {
  /** The one whose model was kept: with the lowest loss on the validation rows, or the last where none is chosen by them. */
  readonly best: number;
  /** The last one: learning had converged, or its limit was reached. */
  readonly last: number;
}

/**
 * One model family. Learning is cut into steps, so that it fits the CPU life of an isolate: `step` does one bounded
 * piece of work (for boosting: one round) and is deterministic, so any cut of the same steps gives the same bytes.
 * `Prepared` is the large immutable form of the data (bins), `State` the small part that changes.
 */
export interface Learner<Params, Prepared, State> {
  readonly family: string;
  /** Fills in and checks parameters; throws on one out of range. */
  parseParams(input: unknown): Params;
  /** Bars that one row shows: 1, or the length T of the sequences that the family reads. */
  sequenceLength(params: Params): number;
  /** Rows that `scores` goes through in some 200 ms: what one step may ask for. */
  scoringRows(params: Params, features: number): number;
  /** Pieces that the prepared form is stored in, of which a step reads one: one, but for ensembles. */
  pieces(params: Params): number;
  /** The piece that the next step reads. `start` reads the first. */
  pieceOf(params: Params, state: State): number;
  /** Turns rows into the immutable form that every step reads. One call may be heavy: it is a step of its own. */
  prepare(data: Dataset, params: Params): Prepared;
  /**
   * The same in pieces, where all features at once would outlast an isolate: one feature in the learner's own form (the
   * first `trainingRows` decide on bins or scales, the others are only transformed), to be joined in their order.
   * @param values of the rows, each at its own (for sequences: its newest) bar
   * @param bars of all bars that the rows' sequences lie in; families that read one bar a row do not look at it
   * @param piece which of the pieces is made, the first when left out
   */
  prepareColumn(
    values: Float32Array,
    trainingRows: number,
    params: Params,
    bars?: Float32Array,
    piece?: number,
  ): Uint8Array<ArrayBuffer>;
  joinColumns(rows: DatasetRows, columns: readonly Uint8Array[], params: Params, piece?: number): Prepared;
  encodePrepared(prepared: Prepared): Uint8Array<ArrayBuffer>;
  decodePrepared(bytes: Uint8Array): Prepared;
  start(prepared: Prepared, params: Params, seed: number): State;
  step(prepared: Prepared, params: Params, state: State): State;
  /** Share of the steps done, 0..1; learning ends at 1. */
  progress(params: Params, state: State): number;
  /** Of a state that has come to its end. */
  epochs(state: State): Epochs;
  encodeState(state: State): Uint8Array<ArrayBuffer>;
  decodeState(bytes: Uint8Array): State;
  /**
   * Raw scores (before calibration), row-major `[rows * 3]`, for rows given feature-major. The T bars of a sequence stand
   * one after another, oldest first: value of feature f in step t of row r is `features[(f * rows + r) * T + t]`.
   */
  scores(params: Params, state: State, features: Float32Array, rows: number): Float64Array;
  /** The learned function as ONNX nodes from raw features `float32[N, F]` or `[N, T, F]` to scores `float32[N, 3]`. */
  export(params: Params, state: State, featureNames: readonly string[]): OnnxGraph;
}

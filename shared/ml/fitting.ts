/** How far learning went: boosting rounds, trees, iterations, or a network's passes over the rows. */
export interface Epochs {
  /** The one whose model was kept: with the lowest loss on the validation rows, or the last where none is chosen by them. */
  readonly best: number;
  /** The last one: learning had converged, or its limit was reached. */
  readonly last: number;
}

/**
 * How a family learns. Learning is cut into steps, so that it fits the CPU life of an isolate: `step` does one bounded
 * piece of work (for boosting: one round) and is deterministic, so any cut of the same steps gives the same bytes.
 * `State` is the small part that changes; it is never changed in place.
 */
export interface Fitting<Params, Prepared, State> {
  start(prepared: Prepared, params: Params, seed: number): State;
  step(prepared: Prepared, params: Params, state: State): State;
  /** The piece of the prepared form that the next step reads. `start` reads the first. */
  pieceOf(params: Params, state: State): number;
  /** Share of the steps done, 0..1; learning ends at 1. */
  progress(params: Params, state: State): number;
  /** Of a state that has come to its end. */
  epochs(state: State): Epochs;
  encode(state: State): Uint8Array<ArrayBuffer>;
  /** Throws a RangeError on bytes that are not a state. */
  decode(bytes: Uint8Array): State;
}

import type { OnnxGraph } from "./onnx/graph.ts";

/** Rows of single bars that a step scores: a thousand trees over them take some 200 ms. */
export const TABULAR_SCORING_ROWS = 4_096;

/** How a fitted model answers: here, and as a file that any ONNX runtime takes. */
export interface Serving<Params, State> {
  /** Rows that `scores` goes through in some 200 ms: as many as one step may ask for. */
  scoringRows(params: Params, features: number): number;
  /**
   * Raw scores (before calibration), row-major `[rows * 3]`, for rows given feature-major. The T bars of a sequence stand
   * one after another, oldest first: value of feature f in step t of row r is `features[(f * rows + r) * T + t]`.
   */
  scores(params: Params, state: State, features: Float32Array, rows: number): Float64Array;
  /** The learned function as ONNX nodes from raw features `float32[N, F]` or `[N, T, F]` to scores `float32[N, 3]`. */
  export(params: Params, state: State, featureNames: readonly string[]): OnnxGraph;
}

/** The rungs of the ladder, cheapest first. */
export type RuntimeName = "evaluator" | "native" | "wasm";

/** A model ready to run. */
export interface LoadedModel {
  readonly runtime: RuntimeName;
  /** Shape of one row: [F], or [T, F] of a sequence model. */
  readonly rowShape: readonly number[];
  /**
   * Probabilities of SELL, HOLD and BUY, row-major `[rows * 3]`.
   * @param features row-major; a row is F numbers, or T * F of a sequence model. Missing values are NaN.
   */
  run(features: Float32Array, rows: number): Promise<Float32Array>;
  /**
   * Share of each number of a row in ln(p_buy / p_sell) beside a reference row: Shapley values, which add up to the
   * difference of the two. Undefined for a model whose answer is no such sum; not every runtime can tell.
   */
  explain?(row: Float32Array, reference: Float32Array): Promise<Float64Array | undefined>;
  release(): Promise<void>;
}

/** Why a runtime does not take a model. */
export interface Refusal {
  readonly refused: "model" | "runtime";
  readonly reason: string;
}

/** Whatever runtimes a place has, seen as one. */
export interface RuntimeLadder {
  /**
   * Loads an ONNX file into the first runtime that takes it.
   * @param only the one runtime to ask: another one's answer may differ in its last bits
   */
  load(model: Uint8Array<ArrayBuffer>, only?: RuntimeName): Promise<LoadedModel | Refusal>;
}

/** Something that runs ONNX files. */
export interface ModelRuntime {
  readonly name: RuntimeName;
  /**
   * Loads an ONNX file. A refusal is an expected answer: of this "model" (operators that the runtime does not know), or
   * of the whole "runtime" (it is not to be had in this process), after which asking again is of no use.
   */
  load(model: Uint8Array<ArrayBuffer>): Promise<LoadedModel | Refusal>;
}

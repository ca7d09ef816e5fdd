import type { RuntimeName } from "./model-runtime.ts";

/** A logged prediction as far as it takes to make it again. */
export interface LoggedPrediction {
  readonly id: string;
  /** The user who asked; undefined when an API key or the service did. */
  readonly userId: string | undefined;
  readonly modelVersion: string;
  readonly symbol: string;
  /** ISO 8601: opening time of the newest bar it saw, and when it was made. */
  readonly barTime: string;
  readonly predictedAt: string;
  /** The row of input that the model received, NaN where missing. */
  readonly inputs: Float32Array;
  /** SELL, HOLD, BUY. */
  readonly probabilities: readonly number[];
  /** Undefined for a prediction from before it was kept. */
  readonly runtime: RuntimeName | undefined;
}

/** Logged predictions, to be read. */
export interface PredictionArchive {
  find(id: string): Promise<LoggedPrediction | undefined>;
}

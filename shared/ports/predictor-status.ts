/** Report of the function that predicts about itself. */
export interface PredictorStatus {
  /** Models in the memory of the isolate that answers; rejects when none does, or when nobody waits any more. */
  modelsLoaded(signal: AbortSignal): Promise<number>;
}

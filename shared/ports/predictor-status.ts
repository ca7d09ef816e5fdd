/** What the function that predicts says about itself. */
export interface PredictorStatus {
  /** Models in the memory of the isolate that answers; rejects when none does. */
  modelsLoaded(): Promise<number>;
}

/** How one request for a prediction ended, once its model was known. */
export interface PredictionEvent {
  readonly modelVersion: string;
  readonly result: "answered" | "failed";
  /** A hit: the answer came from the cache. */
  readonly cache: "hit" | "miss";
  readonly latencyMs: number;
}

/** Counts predictions by model. */
export interface PredictionMetrics {
  /** Returns at once: counting never holds up or fails an answer. */
  record(event: PredictionEvent): void;
}

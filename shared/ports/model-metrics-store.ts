/** Upper bounds of the latencies that are counted together, in milliseconds; slower ones are counted beyond the last. */
export const LATENCY_BOUNDS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] as const;

/** Predictions of a model in one minute. */
export interface ModelMinute {
  readonly modelVersion: string;
  /** Its beginning, epoch milliseconds. */
  readonly minute: number;
  readonly answered: number;
  readonly cacheHits: number;
  readonly errors: number;
  readonly latencyMsSum: number;
  readonly latencyMsMax: number;
  /** One more than the bounds. */
  readonly latencyCounts: readonly number[];
}

/** A model's predictions over a stretch of time; latencies are undefined while none was answered. */
export interface ModelMetrics {
  readonly modelVersion: string;
  readonly answered: number;
  readonly cacheHits: number;
  readonly errors: number;
  readonly meanLatencyMs: number | undefined;
  readonly p50LatencyMs: number | undefined;
  readonly p95LatencyMs: number | undefined;
  readonly p99LatencyMs: number | undefined;
  readonly maxLatencyMs: number;
}

export interface ModelMetricsQuery {
  /** All models that were asked when left out. */
  readonly modelVersion?: string;
  /** Epoch milliseconds, the end exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Counts of predictions by model and minute. */
export interface ModelMetricsStore {
  /** Adds to what is stored; each model and minute once. */
  add(minutes: readonly ModelMinute[]): Promise<void>;
  /** The busiest model first. */
  read(query: ModelMetricsQuery): Promise<ModelMetrics[]>;
}

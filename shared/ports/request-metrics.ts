/** Upper bounds of the latency histogram in milliseconds; a last bucket holds what took longer. */
export const LATENCY_BOUNDS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] as const;

/** Features that requests share which are summed up together. */
export interface RequestOutcome {
  /** Method and route, such as "GET /models/:version". */
  readonly endpoint: string;
  readonly status: number;
  /** The answer's x-cache header, or "none". */
  readonly cache: string;
  /** "allowed", "limited", "failed_open", "failed_closed"; "none" where nobody counted. */
  readonly limiter: string;
}

export interface RequestSums extends RequestOutcome {
  readonly requests: number;
  /** Summed over the requests. */
  readonly durationMs: number;
  /** Requests by latency: one more than there are bounds. */
  readonly buckets: readonly number[];
}

/** The lasting sums over all isolates. */
export interface RequestMetrics {
  /** Adds sums, each outcome once. */
  record(sums: readonly RequestSums[]): Promise<void>;
  /** Since ever. */
  totals(): Promise<readonly RequestSums[]>;
}

export type MeasuredRequest = RequestOutcome & { readonly durationMs: number };

/** Takes a request that was answered into account. Returns at once. */
export type RequestMeter = (request: MeasuredRequest) => void;

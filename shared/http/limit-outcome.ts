import type { Limit, LimitState } from "../limits/limit.ts";

/** Fate of a request at the limiter, for the headers and the metrics. */
export interface LimitOutcome {
  readonly outcome: "allowed" | "limited" | "failed_open" | "failed_closed";
  readonly state?: LimitState;
  readonly limits: readonly Limit[];
}

import type { Limit, LimitState } from "../limits/limit.ts";

export interface Verdict extends LimitState {
  /** Work that may go on after the answer. */
  readonly pending: Promise<unknown>;
}

/** Counts what keys use, over all isolates. */
export interface RateLimiter {
  /** "upstash", "postgres" or "memory", for reports. */
  readonly kind: string;
  /**
   * Takes `cost` from every limit of the key, or from none (a refused request costs nothing). The verdict is that of the
   * tightest limit. Rejects when the counters cannot be reached in time: whether to go on without is the caller's choice.
   */
  take(key: string, limits: readonly Limit[], cost: number): Promise<Verdict>;
}

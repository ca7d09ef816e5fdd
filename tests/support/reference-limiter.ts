import { type Limit, type LimitState, tightest } from "../../shared/limits/limit.ts";
import { slidingWindowState } from "../../shared/limits/sliding-window.ts";
import { type BucketState, refilled, tokenBucketState } from "../../shared/limits/token-bucket.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { RateLimiter } from "../../shared/ports/rate-limiter.ts";

/** The limits counted by the pure functions of shared/limits: the answers that counters in Redis and Postgres must give. */
export function createReferenceLimiter(clock: Clock): RateLimiter {
  const counts = new Map<string, number>();
  const buckets = new Map<string, BucketState>();

  /** State of a limit, and the taking from it. */
  function consider(key: string, limit: Limit, cost: number): { state: LimitState; take: () => void } {
    const nowMs = clock.now();
    if (limit.kind === "token_bucket") {
      const bucket = refilled(limit, buckets.get(key), nowMs);
      const take = () => buckets.set(key, { ...bucket, tokens: bucket.tokens - cost });
      return { state: tokenBucketState(limit, bucket, cost, nowMs), take };
    }
    const nameOf = (window: number) => `${key} ${limit.windowMs} ${window}`;
    const window = Math.floor(nowMs / limit.windowMs);
    const [previous, current] = [counts.get(nameOf(window - 1)) ?? 0, counts.get(nameOf(window)) ?? 0];
    return {
      state: slidingWindowState(limit, { previous, current }, cost, nowMs),
      take: () => counts.set(nameOf(window), current + cost),
    };
  }

  return {
    kind: "reference",
    async take(key, limits, cost) {
      const considered = limits.map((limit) => consider(key, limit, cost));
      const state = tightest(considered.map(({ state }) => state));
      if (!state) throw new Error(`No limits were given for ${key}.`);
      if (state.allowed) for (const { take } of considered) take();
      return { ...state, pending: Promise.resolve() };
    },
  };
}

import { type Duration, Ratelimit } from "@upstash/ratelimit";
import type { Redis } from "@upstash/redis/cloudflare";
import { type Limit, type LimitState, type TokenBucket, tightest } from "../../limits/limit.ts";
import { refilled, tokenBucketState } from "../../limits/token-bucket.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RateLimiter } from "../../ports/rate-limiter.ts";
import { createUpstashClient } from "./client.ts";
import { createSlidingWindow } from "./sliding-window.ts";

const TIMEOUT_MS = 250;

/** Asks one limit for some cost (or gives it back, where the cost is negative). */
type Ask = (key: string, cost: number) => Promise<LimitState>;

/** Counters in Upstash's Redis. All limits of a key travel in one request; what one refuses is given back to the others. */
export function createUpstashRateLimiter(
  config: { readonly url: string; readonly token: string },
  clock: Clock,
  timeoutMs = TIMEOUT_MS,
): RateLimiter {
  const redis = createUpstashClient(config, timeoutMs, { pipelining: true });
  const asks = new Map<string, Ask>();

  function askOf(limit: Limit): Ask {
    const name = Object.values(limit).join(":");
    let ask = asks.get(name);
    if (!ask) {
      ask = limit.kind === "token_bucket" ? askBucket(redis, clock, limit) : askWindow(redis, clock, limit);
      asks.set(name, ask);
    }
    return ask;
  }

  return {
    kind: "upstash",
    async take(key, limits, cost) {
      const states = await Promise.all(limits.map((limit) => askOf(limit)(key, cost)));
      const state = tightest(states);
      if (!state) throw new Error(`No limits were given for ${key}.`);
      const taken = state.allowed ? [] : limits.filter((_, index) => states[index]!.allowed);
      return { ...state, pending: Promise.all(taken.map((limit) => askOf(limit)(key, -cost))) };
    },
  };
}

/** Without the library's timeout, which lets everything pass, and its block cache, which knows no costs. */
function ratelimit(
  redis: Redis,
  limiter: ConstructorParameters<typeof Ratelimit>[0]["limiter"],
  prefix: string,
) {
  return new Ratelimit({ redis, limiter, prefix, timeout: 0, ephemeralCache: false, enableTelemetry: false });
}

function askWindow(redis: Redis, clock: Clock, window: Extract<Limit, { kind: "sliding_window" }>): Ask {
  const limiter = ratelimit(redis, createSlidingWindow(redis, clock, window), `limit:${window.windowMs}`);
  return async (key, cost) => {
    const { success, limit, remaining, reset } = await limiter.limit(key, { rate: cost });
    return { allowed: success, limit, remaining, resetMs: reset - clock.now() };
  };
}

function askBucket(redis: Redis, clock: Clock, bucket: TokenBucket): Ask {
  const interval: Duration = `${bucket.intervalMs} ms`;
  const limiter = ratelimit(
    redis,
    Ratelimit.tokenBucket(bucket.refill, interval, bucket.limit),
    "limit:bucket",
  );
  return async (key, cost) => {
    const { success, limit, remaining, reset } = await limiter.limit(key, { rate: cost });
    if (success) return { allowed: true, limit, remaining, resetMs: reset - clock.now() };
    // The library says when the next refill is, not when there will be enough.
    const held = await limiter.getRemaining(key);
    const state = { tokens: held.remaining, refilledAtMs: held.reset - bucket.intervalMs };
    const nowMs = clock.now();
    return { ...tokenBucketState(bucket, refilled(bucket, state, nowMs), cost, nowMs), allowed: false };
  };
}

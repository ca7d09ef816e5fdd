import type { Duration, Ratelimit } from "@upstash/ratelimit";
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
  let library: Promise<Library> | undefined;
  const asks = new Map<string, Ask>();

  async function askOf(limit: Limit): Promise<Ask> {
    library ??= loadLibrary(config, timeoutMs);
    const loaded = await library;
    const name = Object.values(limit).join(":");
    let ask = asks.get(name);
    if (!ask) {
      ask = limit.kind === "token_bucket" ? askBucket(loaded, clock, limit) : askWindow(loaded, clock, limit);
      asks.set(name, ask);
    }
    return ask;
  }

  const ask = async (limit: Limit, key: string, cost: number) => (await askOf(limit))(key, cost);

  return {
    kind: "upstash",
    async take(key, limits, cost) {
      const states = await Promise.all(limits.map((limit) => ask(limit, key, cost)));
      const state = tightest(states);
      if (!state) throw new Error(`No limits were given for ${key}.`);
      const taken = state.allowed ? [] : limits.filter((_, index) => states[index]!.allowed);
      return { ...state, pending: Promise.all(taken.map((limit) => ask(limit, key, -cost))) };
    },
  };
}

interface Library {
  readonly Ratelimit: typeof Ratelimit;
  readonly redis: Redis;
}

/** Called when the limiter is first used: a project without Upstash never pays for the library. */
async function loadLibrary(
  config: { readonly url: string; readonly token: string },
  timeoutMs: number,
): Promise<Library> {
  const { Ratelimit } = await import("./ratelimit-library.ts");
  return { Ratelimit, redis: await createUpstashClient(config, timeoutMs, { pipelining: true }) };
}

/** Without the library's timeout, which lets everything pass, and its block cache, which knows no costs. */
function ratelimit(
  { Ratelimit, redis }: Library,
  limiter: ConstructorParameters<typeof Ratelimit>[0]["limiter"],
  prefix: string,
) {
  return new Ratelimit({ redis, limiter, prefix, timeout: 0, ephemeralCache: false, enableTelemetry: false });
}

function askWindow(library: Library, clock: Clock, window: Extract<Limit, { kind: "sliding_window" }>): Ask {
  const limiter = ratelimit(
    library,
    createSlidingWindow(library.redis, clock, window),
    `limit:${window.windowMs}`,
  );
  return async (key, cost) => {
    const { success, limit, remaining, reset } = await limiter.limit(key, { rate: cost });
    return { allowed: success, limit, remaining, resetMs: reset - clock.now() };
  };
}

function askBucket(library: Library, clock: Clock, bucket: TokenBucket): Ask {
  const interval: Duration = `${bucket.intervalMs} ms`;
  const limiter = ratelimit(
    library,
    library.Ratelimit.tokenBucket(bucket.refill, interval, bucket.limit),
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

import type { Algorithm } from "@upstash/ratelimit";
import type { Redis } from "@upstash/redis/cloudflare";
import type { SlidingWindow } from "../../limits/limit.ts";
import { slidingWindowState } from "../../limits/sliding-window.ts";
import type { Clock } from "../../ports/clock.ts";

/**
 * Counts the cost if it fits (a negative one is given back) and answers the counts before that. The library's own script
 * also charges what it refuses: a batch that does not fit would shut its caller out until the window is over.
 */
const SCRIPT = `
local current = tonumber(redis.call("GET", KEYS[1]) or "0")
local previous = tonumber(redis.call("GET", KEYS[2]) or "0")
local limit, window, left, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local used = current + math.floor(left * previous / window)
if used + cost <= limit and current + cost >= 0 then
  redis.call("INCRBY", KEYS[1], cost)
  redis.call("PEXPIRE", KEYS[1], window * 2 + 1000)
end
return { previous, current }
`;

/** A sliding window for the library's `Ratelimit`; the `reset` of a refusal is when the same request would pass. */
export function createSlidingWindow(redis: Redis, clock: Clock, window: SlidingWindow): Algorithm<unknown> {
  const { limit, windowMs } = window;
  const script = redis.createScript<[previous: number, current: number]>(SCRIPT);

  async function take(key: string, cost: number) {
    const nowMs = clock.now();
    const index = Math.floor(nowMs / windowMs);
    const leftMs = windowMs - (nowMs % windowMs);
    const keys = [`${key}:${index}`, `${key}:${index - 1}`];
    const [previous, current] = await script.exec(keys, [limit, windowMs, leftMs, cost].map(String));
    const state = slidingWindowState(window, { previous, current }, cost, nowMs);
    return { success: state.allowed, limit, remaining: state.remaining, reset: nowMs + state.resetMs };
  }

  return () => ({
    limit: async (_, key, cost = 1) => ({ ...(await take(key, cost)), pending: Promise.resolve() }),
    getRemaining: (_, key) => take(key, 0),
    resetTokens: async (_, key) => {
      const index = Math.floor(clock.now() / windowMs);
      await redis.del(`${key}:${index}`, `${key}:${index - 1}`);
    },
  });
}

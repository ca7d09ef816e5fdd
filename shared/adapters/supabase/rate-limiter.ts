import { type LimitState, tightest } from "../../limits/limit.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RateLimiter } from "../../ports/rate-limiter.ts";
import { callFunctionWithin, type ProjectClient } from "./client.ts";

const TIMEOUT_MS = 250;

/** Counters in Postgres, for projects without Upstash: the same answers, one round trip. */
export function createPostgresRateLimiter(
  client: ProjectClient,
  clock: Clock,
  timeoutMs = TIMEOUT_MS,
): RateLimiter {
  return {
    kind: "postgres",
    async take(key, limits, cost) {
      const request = { p_key: key, p_limits: limits, p_cost: cost, p_now_ms: clock.now() };
      const states = await callFunctionWithin<LimitState[]>(timeoutMs, client, "take_rate_limits", request);
      return { ...tightest(states)!, pending: Promise.resolve() };
    },
  };
}

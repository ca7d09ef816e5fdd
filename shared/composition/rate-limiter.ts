import type { ProjectClient } from "../adapters/supabase/client.ts";
import { createPostgresRateLimiter } from "../adapters/supabase/rate-limiter.ts";
import { createUpstashRateLimiter } from "../adapters/upstash/rate-limiter.ts";
import type { Config } from "../config.ts";
import type { Clock } from "../ports/clock.ts";
import type { RateLimiter } from "../ports/rate-limiter.ts";
import { rememberRefusals } from "../services/limits/remember-refusals.ts";

/** Counts in Upstash where there is one, else in Postgres: the same answers either way. */
export function createRateLimiter(config: Config, client: ProjectClient, clock: Clock): RateLimiter {
  const limiter = config.upstash
    ? createUpstashRateLimiter(config.upstash, clock)
    : createPostgresRateLimiter(client, clock);
  return rememberRefusals(limiter, clock);
}

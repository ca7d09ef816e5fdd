import { createMemoryCache } from "../adapters/memory/cache.ts";
import { createUpstashCache } from "../adapters/upstash/cache.ts";
import type { Config } from "../config.ts";
import type { Cache } from "../ports/cache.ts";
import type { Clock } from "../ports/clock.ts";

/** The cache that all isolates share where there is Upstash, else one of the isolate's own. */
export function createCache(config: Config, clock: Clock): Cache {
  return config.upstash ? createUpstashCache(config.upstash) : createMemoryCache(clock);
}

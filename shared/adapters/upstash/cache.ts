// The entry for Cloudflare is the one that reads no environment: an isolate grants its variables by name.
import { Redis } from "@upstash/redis/cloudflare";
import type { Cache } from "../../ports/cache.ts";

/** Waiting longer for a cache than for what it saves would be no gain. */
const TIMEOUT_MS = 250;

/** The cache that all isolates share. Every call rejects after the timeout: whoever asked works without it. */
export function createUpstashCache(
  config: { readonly url: string; readonly token: string },
  timeoutMs = TIMEOUT_MS,
): Cache {
  const redis = new Redis({
    url: config.url,
    token: config.token,
    retry: false,
    enableTelemetry: false,
    enableAutoPipelining: false,
    signal: () => AbortSignal.timeout(timeoutMs),
  });
  return {
    kind: "upstash",
    get: async <T>(key: string) => (await redis.get<T>(key)) ?? undefined,
    async set(key, value, ttlMs) {
      await redis.set(key, value, { px: ttlMs });
    },
    async ping() {
      await redis.ping();
    },
  };
}

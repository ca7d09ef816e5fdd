import type { Cache } from "../../ports/cache.ts";
import { createUpstashClient } from "./client.ts";

/** Waiting longer for a cache than for what it saves would be no gain. */
const TIMEOUT_MS = 250;

/** The cache that all isolates share. Every call rejects after the timeout: whoever asked works without it. */
export function createUpstashCache(
  config: { readonly url: string; readonly token: string },
  timeoutMs = TIMEOUT_MS,
): Cache {
  let client: ReturnType<typeof createUpstashClient> | undefined;
  function redis() {
    client ??= createUpstashClient(config, timeoutMs, { pipelining: false });
    return client;
  }
  return {
    kind: "upstash",
    get: async <T>(key: string) => (await (await redis()).get<T>(key)) ?? undefined,
    async set(key, value, ttlMs) {
      await (await redis()).set(key, value, { px: ttlMs });
    },
    async ping() {
      await (await redis()).ping();
    },
  };
}

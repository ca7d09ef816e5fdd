import type { Cache } from "../../../shared/ports/cache.ts";
import type { Clock } from "../../../shared/ports/clock.ts";

interface Entry {
  readonly json: string;
  readonly expiresAt: number;
}

/** Values in memory as JSON, each for its time, for tests. */
export function createMemoryCache(clock: Pick<Clock, "elapsed">): Cache {
  const entries = new Map<string, Entry>();
  return {
    kind: "memory",
    async get<T>(key: string) {
      const entry = entries.get(key);
      return entry && entry.expiresAt > clock.elapsed() ? (JSON.parse(entry.json) as T) : undefined;
    },
    async set(key, value, ttlMs) {
      entries.set(key, { json: JSON.stringify(value), expiresAt: clock.elapsed() + ttlMs });
    },
    ping: async () => {},
  };
}

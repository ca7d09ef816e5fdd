import type { Cache } from "../../../shared/ports/cache.ts";
import type { Clock } from "../../../shared/ports/clock.ts";

interface Entry {
  readonly json: string;
  readonly expiresAt: number;
}

/** A cache of the isolate's own: what there is without Upstash. The entries written longest ago are dropped first. */
export function createMemoryCache(clock: Clock, maxEntries = 1_000): Cache {
  const entries = new Map<string, Entry>();
  return {
    kind: "memory",
    async get<T>(key: string) {
      const entry = entries.get(key);
      if (entry && entry.expiresAt > clock.elapsed()) return JSON.parse(entry.json) as T;
      entries.delete(key);
      return undefined;
    },
    async set(key, value, ttlMs) {
      entries.delete(key);
      entries.set(key, { json: JSON.stringify(value), expiresAt: clock.elapsed() + ttlMs });
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries) break;
        entries.delete(oldest);
      }
    },
    ping: async () => {},
  };
}

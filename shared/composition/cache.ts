import { createSupabaseCache } from "../adapters/supabase/cache.ts";
import type { ProjectClient } from "../adapters/supabase/client.ts";
import { createUpstashCache } from "../adapters/upstash/cache.ts";
import type { Config } from "../config.ts";
import type { Cache } from "../ports/cache.ts";

/** The cache that all isolates share: Upstash where there is one, else a table of the database. */
export function createCache(config: Pick<Config, "upstash">, client: ProjectClient): Cache {
  return config.upstash ? createUpstashCache(config.upstash) : createSupabaseCache(client);
}

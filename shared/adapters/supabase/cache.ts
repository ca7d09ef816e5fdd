import type { Cache } from "../../ports/cache.ts";
import { databaseFailure, type ProjectClient } from "./client.ts";

/** Waiting longer for a cache than for what it saves would be no gain. */
const TIMEOUT_MS = 250;

/** The cache that isolates share in the database, where there is no Redis. Every call rejects after the timeout. */
export function createSupabaseCache(client: ProjectClient, timeoutMs = TIMEOUT_MS): Cache {
  async function call(name: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { data, error, status } = await client.rpc(name, args).abortSignal(AbortSignal.timeout(timeoutMs));
    if (error) throw databaseFailure(name, error, status);
    return data;
  }
  const read = async <T>(key: string) =>
    ((await call("read_cache", { p_key: key })) as T | null) ?? undefined;
  return {
    kind: "postgres",
    get: read,
    async set(key, value, ttlMs) {
      await call("write_cache", { p_key: key, p_value: value, p_ttl_ms: ttlMs });
    },
    async ping() {
      await read("ping");
    },
  };
}

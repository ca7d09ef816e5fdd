import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSupabaseBarStore } from "../../shared/adapters/supabase/bar-store.ts";
import { createSupabaseCache } from "../../shared/adapters/supabase/cache.ts";
import { createUpstashCache } from "../../shared/adapters/upstash/cache.ts";
import { createUpstashRateLimiter } from "../../shared/adapters/upstash/rate-limiter.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import { emptyBars } from "../../shared/market/bars.ts";
import { findRedis } from "../../supabase/local/redis/find-redis.ts";
import { startUpstash } from "../../supabase/local/redis/start-upstash.ts";
import { describeCache } from "../contract/stores/cache.ts";
import { describeRateLimiter } from "../contract/stores/rate-limiter.ts";
import { describeStores } from "../contract/stores/suites.ts";
import { clientOf, sharedStack } from "../support/stack.ts";
import { databaseStores, PATIENT_MS, type Platform } from "./stores/database-stores.ts";
import { describeJobRules } from "./stores/jobs.ts";
import { describeRegistryRules } from "./stores/registry.ts";
import { describeWatchlistRules } from "./stores/watchlists.ts";

// The adapters work on the stack that files share. The same suites run over the doubles in tests/support/memory/stores.test.ts.
let platform: Platform;
const redis = await findRedis(() => {});
let front: Awaited<ReturnType<typeof startUpstash>> | undefined;

beforeAll(async () => {
  const stack = sharedStack();
  const sql = postgres(stack.databaseUrl, { max: 1 });
  platform = { stack, sql, client: clientOf(stack, stack.keys.secret) };
  front = redis && (await startUpstash(redis.url));
});
afterAll(async () => {
  await front?.stop();
  await redis?.stop();
  await platform?.sql.end();
});

describeStores(
  "in the database",
  databaseStores(() => platform),
);

describe.skipIf(!redis)("in Redis", () => {
  describe("cache", () => describeCache(() => createUpstashCache(front!, PATIENT_MS)));
  describe("rate-limiter", () =>
    describeRateLimiter(async () => createUpstashRateLimiter(front!, systemClock, PATIENT_MS)));
});

describe("the rules of jobs", () => describeJobRules(() => platform));
describe("the rules of the registry", () => describeRegistryRules(() => platform.stack));
describe("the rules of watchlists", () => describeWatchlistRules(() => platform.stack));

test("bars of a symbol that nobody declared are neither read nor written", async () => {
  const bars = createSupabaseBarStore(platform.client);
  const unknown = { symbol: "NOPE", timeframe: "1h", limit: 1 } as const;
  await expect(bars.read(unknown)).rejects.toMatchObject({ code: "unknown_symbol" });
  await expect(bars.gaps(unknown)).rejects.toMatchObject({ code: "unknown_symbol" });
  const writing = bars.write({ ...unknown, bars: emptyBars(1), onConflict: "skip" });
  await expect(writing).rejects.toMatchObject({ code: "unknown_symbol" });
});

test("a database that does not answer in time is given up", async () => {
  const cache = createSupabaseCache(platform.client, 0);
  await expect(cache.get("a")).rejects.toMatchObject({ code: "unavailable" });
});

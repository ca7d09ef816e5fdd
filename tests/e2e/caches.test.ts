import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSupabaseCache } from "../../shared/adapters/supabase/cache.ts";
import { createUpstashCache } from "../../shared/adapters/upstash/cache.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import type { Cache } from "../../shared/ports/cache.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { findRedis } from "../../supabase/local/redis/find-redis.ts";
import { startUpstash } from "../../supabase/local/redis/start-upstash.ts";
import { createMemoryCache } from "../support/memory/cache.ts";
import { clientOf, testStack } from "../support/stack.ts";

/** Any machine answers so soon. */
const PATIENT_MS = 20_000;

let stack: Stack;
let redis: Awaited<ReturnType<typeof findRedis>>;
let front: Awaited<ReturnType<typeof startUpstash>> | undefined;

beforeAll(async () => {
  stack = await testStack({ project: { ...readProject(), functions: [] } });
  redis = await findRedis(() => {});
  front = redis && (await startUpstash(redis.url));
});
afterAll(async () => {
  await front?.stop();
  await redis?.stop();
  await stack?.stop();
});

describe.each<[string, () => Cache | undefined]>([
  ["in memory", () => createMemoryCache(systemClock)],
  ["in the database", () => createSupabaseCache(clientOf(stack, stack.keys.secret), PATIENT_MS)],
  ["in Redis", () => front && createUpstashCache(front, PATIENT_MS)],
])("a cache %s", (name, create) => {
  let cache: Cache;
  beforeAll(() => {
    cache = create()!;
  });

  test("gives back what it was given, and nothing for what it was not", async (context) => {
    context.skip(!cache, `${name}: there is no redis-server`);
    const value = {
      numbers: [0.1 + 0.2, -1e-300, 1e21],
      nothing: null,
      text: 'a "b" \u{1f600}',
      nested: [[{}]],
    };
    await cache.set("prediction-1|a:b", value, 60_000);
    expect(await cache.get("prediction-1|a:b")).toEqual(value);
    expect(await cache.get("prediction-1|a")).toBeUndefined();
    await cache.ping();
  });

  test("keeps the newest value", async (context) => {
    context.skip(!cache, `${name}: there is no redis-server`);
    await cache.set("replaced", [1], 60_000);
    await cache.set("replaced", [2], 60_000);
    expect(await cache.get("replaced")).toEqual([2]);
  });

  test("forgets it when its time is over", async (context) => {
    context.skip(!cache, `${name}: there is no redis-server`);
    await cache.set("brief", 1, 20);
    await sleep(60);
    expect(await cache.get("brief")).toBeUndefined();
  });
});

test("a database that does not answer in time is given up", async () => {
  const cache = createSupabaseCache(clientOf(stack, stack.keys.secret), 0);
  await expect(cache.get("a")).rejects.toMatchObject({ code: "unavailable" });
});

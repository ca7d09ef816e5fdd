import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { findRedis } from "../../supabase/local/redis/find-redis.ts";
import { testStack } from "../support/stack.ts";

const probe = await findRedis(() => {});
await probe?.stop();
if (!probe) console.warn("Skipped: rate limits in Redis, since there is no Redis.");

const BURST = 25;

describe.each([
  ["Redis", true],
  ["Postgres", false],
])("rate limits counted in %s", (_, redis) => {
  let stack: Stack;

  beforeAll(async () => {
    if (redis && !probe) return;
    const project = readProject();
    const functions = project.functions.filter(({ slug }) => ["health", "indicators"].includes(slug));
    stack = await testStack({ redis, project: { ...project, functions } });
    const sql = postgres(stack.databaseUrl, { max: 1 });
    await sql`update public.rate_limit_tiers set per_minute = 60, burst = ${BURST} where name = 'anyone'`;
    await sql.end();
  });
  afterAll(() => stack?.stop());

  it.skipIf(redis && !probe)("let exactly a burst through, and more once Retry-After is over", async () => {
    const ask = () => fetch(`${stack.url}/functions/v1/indicators/features`);
    const answers = await Promise.all(Array.from({ length: BURST * 2 }, ask));
    const refused = answers.filter(({ status }) => status === 429);
    const passed = answers.filter(({ status }) => status === 200);
    expect(refused.length + passed.length).toBe(answers.length);
    // A token comes back each second, and the first answers of a cold isolate may take some.
    expect(passed.length).toBeGreaterThanOrEqual(BURST);
    expect(passed.length).toBeLessThan(BURST * 1.5);
    const waitS = Math.max(...refused.map(({ headers }) => Number(headers.get("retry-after"))));
    expect(waitS).toBeGreaterThanOrEqual(1);
    await new Promise((resolve) => setTimeout(resolve, waitS * 1_000));
    const again = await ask();
    expect(again.status).toBe(200);
    expect(again.headers.get("ratelimit-policy")).toBe("60;w=60, 2000;w=3600");
    const alive = await fetch(`${stack.url}/functions/v1/health`);
    expect([alive.status, alive.headers.get("ratelimit-limit")]).toEqual([200, null]);
  });
});

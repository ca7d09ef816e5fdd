import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { findRedis } from "../../supabase/local/redis/find-redis.ts";
import { testStack } from "../support/stack.ts";

const probe = await findRedis(() => {});
await probe?.stop();
if (!probe) console.warn("Skipped: rate limits in Redis, since there is no Redis.");

const BURST = 15;

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

  async function ask(path = "indicators/features") {
    const answer = await fetch(`${stack.url}/functions/v1/${path}`);
    await answer.arrayBuffer();
    return answer;
  }

  it.skipIf(redis && !probe)("let a burst through, and more once Retry-After is over", async () => {
    // A cold isolate's first requests may pass uncounted, since the limiter has 250 ms and reads fail open.
    await vi.waitFor(
      async () => expect((await ask()).headers.get("ratelimit-policy")).toBe("60;w=60, 2000;w=3600"),
      { timeout: 60_000, interval: 1_000 },
    );
    const answers: Response[] = [];
    while (answers.length < BURST * 4 && answers.at(-1)?.status !== 429) answers.push(await ask());
    const refused = answers.at(-1)!;
    expect(refused.status).toBe(429);
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
    await new Promise((resolve) => setTimeout(resolve, Number(refused.headers.get("retry-after")) * 1_000));
    expect((await ask()).status).toBe(200);
    const alive = await ask("health");
    expect([alive.status, alive.headers.get("ratelimit-limit")]).toEqual([200, null]);
  });
});

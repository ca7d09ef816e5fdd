import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { findRedis } from "../../supabase/local/redis/find-redis.ts";
import { declareInstrument } from "../support/project-data.ts";
import { clientOf, testStack } from "../support/stack.ts";

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
    const functions = project.functions.filter(({ slug }) =>
      ["health", "indicators", "market-data"].includes(slug),
    );
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

  it.skipIf(redis && !probe)("shows in the metrics what was let through and what was not", async () => {
    const outcome = (status: number, limiter: string) =>
      `endpoint="GET /indicators/features",status="${status}",cache="none",limiter="${limiter}"}`;
    // Isolates write their sums a second after the first request.
    await vi.waitFor(
      async () => {
        const headers = { apikey: stack.keys.secret };
        const answer = await fetch(`${stack.url}/functions/v1/health/metrics`, { headers });
        const text = await answer.text();
        expect(text).toContain(outcome(200, "allowed"));
        expect(text).toContain(outcome(429, "limited"));
      },
      { timeout: 30_000, interval: 1_000 },
    );
  });

  it.skipIf(redis && !probe)(
    "a request that comes again under its Idempotency-Key is done once",
    async () => {
      await declareInstrument(clientOf(stack, stack.keys.secret), "SYN-TWICE");
      const bars = [{ ts: "2024-01-02T00:00:00Z", open: 1, high: 2, low: 0.5, close: 1.5 }];
      const store = () =>
        fetch(`${stack.url}/functions/v1/market-data/bars`, {
          method: "POST",
          headers: {
            apikey: stack.keys.secret,
            "content-type": "application/json",
            "idempotency-key": "once",
          },
          body: JSON.stringify({ symbol: "SYN-TWICE", timeframe: "1h", bars }),
        });
      const [first, again] = [await store(), await store()];
      expect([first.status, again.status]).toEqual([200, 200]);
      expect([first, again].map(({ headers }) => headers.get("idempotency-replayed"))).toEqual([
        null,
        "true",
      ]);
      expect(await again.json()).toEqual(await first.json());
    },
  );
});

// npm run bench -- limits
// Cost of counting a request: over a real Redis through the Upstash-REST front, over Postgres through REST as the
// functions reach it, from the memory of a refusal, and (for comparison) one round trip of each without any counting. The
// servers run beside this process, Redis's front and REST inside it: on the hosted side they are elsewhere.
import { createClient } from "@supabase/supabase-js";
import { WebSocket } from "ws";
import { createPostgresRateLimiter } from "../../shared/adapters/supabase/rate-limiter.ts";
import { createUpstashCache } from "../../shared/adapters/upstash/cache.ts";
import { createUpstashRateLimiter } from "../../shared/adapters/upstash/rate-limiter.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import { limitsOf } from "../../shared/limits/tier.ts";
import type { RateLimiter } from "../../shared/ports/rate-limiter.ts";
import { rememberRefusals } from "../../shared/services/limits/remember-refusals.ts";
import { createStack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { findRedis } from "../../supabase/local/redis/find-redis.ts";
import { startUpstash } from "../../supabase/local/redis/start-upstash.ts";
import { quantile } from "./quantile.ts";

const RUNS = 1_000;
const TIMEOUT_MS = 10_000;
const CROWD = 50;
/** Three limits, as a user has them, none of which is reached. */
const LIMITS = limitsOf({ perMinute: 1_000_000, perHour: 10_000_000, burst: 1_000_000 });
const SPENT = limitsOf({ perMinute: 1, perHour: null, burst: null });

/** Milliseconds of each run; `at once` runs overlap, and each takes as long as its crowd. */
async function time(runs: number, work: (run: number) => Promise<unknown>, atOnce = 1): Promise<number[]> {
  const measured: number[] = [];
  for (let run = -atOnce * 10; run < runs; run += atOnce) {
    const started = performance.now();
    await Promise.all(Array.from({ length: atOnce }, (_, index) => work(run + index)));
    if (run >= 0) measured.push((performance.now() - started) / atOnce);
  }
  return measured;
}

/** One caller after the other, then a crowd of different callers. */
async function rowsOf(name: string, limiter: RateLimiter): Promise<[string, number[]][]> {
  return [
    [`${name}, one after the other`, await time(RUNS, () => limiter.take("bench:one", LIMITS, 1))],
    [
      `${name}, ${CROWD} callers at once, each`,
      await time(RUNS, (run) => limiter.take(`bench:${run % CROWD}`, LIMITS, 1), CROWD),
    ],
  ];
}

const project = readProject();
await using stack = await createStack({ redis: false, project: { ...project, functions: [] } });
const client = createClient(stack.url, stack.keys.secret, {
  auth: { persistSession: false, autoRefreshToken: false },
  // Node 20 has no WebSocket of its own.
  realtime: { transport: WebSocket as never },
});
const postgres = createPostgresRateLimiter(client, systemClock, TIMEOUT_MS);
const rows = await rowsOf("Postgres", postgres);
rows.push([
  "Postgres, one REST call without counting",
  await time(RUNS, async () => await client.rpc("get_rate_limit_tiers")),
]);

const refusing = rememberRefusals(postgres, systemClock);
await refusing.take("bench:spent", SPENT, 1);
await refusing.take("bench:spent", SPENT, 1);
rows.push(["a remembered refusal", await time(RUNS, () => refusing.take("bench:spent", SPENT, 1))]);

const redis = await findRedis(() => {});
if (redis) {
  const front = await startUpstash(redis.url);
  rows.push(...(await rowsOf("Redis", createUpstashRateLimiter(front, systemClock, TIMEOUT_MS))));
  const cache = createUpstashCache(front, TIMEOUT_MS);
  rows.push(["Redis, one GET without counting", await time(RUNS, () => cache.get("bench"))]);
  await front.stop();
  await redis.stop();
} else {
  console.log("There is no Redis: neither REDIS_URL nor a redis-server on the PATH.\n");
}

console.log("Milliseconds a request\n\n| | p50 | p95 | p99 |\n|---|---:|---:|---:|");
for (const [name, runs] of rows) {
  console.log(
    `| ${name} | ${[0.5, 0.95, 0.99].map((share) => quantile(runs, share).toFixed(3)).join(" | ")} |`,
  );
}

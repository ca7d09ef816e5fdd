import { describe, expect, it, test } from "vitest";
import { createSupabaseRequestMetrics } from "../../shared/adapters/supabase/request-metrics.ts";
import { LATENCY_BOUNDS_MS, type RequestSums } from "../../shared/ports/request-metrics.ts";
import { ANON, OPERATOR, SERVICE, USER } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { serviceClient } from "./service-client.ts";

const database = new MigratedDatabase(6);
const metrics = createSupabaseRequestMetrics(serviceClient(database));

/** Sums of requests that all took as long. */
function sums(requests: number, durationMs: number, change: Partial<RequestSums> = {}): RequestSums {
  const bucket = LATENCY_BOUNDS_MS.findIndex((bound) => durationMs <= bound);
  const buckets = [...LATENCY_BOUNDS_MS, Infinity].map((_, index) => (index === bucket ? requests : 0));
  const outcome = { endpoint: "GET /bars", status: 200, cache: "none", limiter: "allowed", ...change };
  return { ...outcome, requests, durationMs: requests * durationMs, buckets };
}

test("isolates that write at once lose nothing", async () => {
  const both = [sums(1, 3), sums(2, 30, { status: 500 })];
  await Promise.all(
    Array.from({ length: 25 }, (_, i) => metrics.record(i % 2 === 0 ? both : both.toReversed())),
  );
  expect(await metrics.totals()).toEqual([sums(25, 3), sums(50, 30, { status: 500 })]);
});

describe("get_performance_stats", () => {
  async function stats(caller = SERVICE) {
    await database.sql`delete from public.request_metrics`;
    await metrics.record([
      sums(90, 8, { cache: "hit" }),
      sums(5, 80, { cache: "miss" }),
      sums(3, 1_500, { status: 503, limiter: "failed_closed" }),
      sums(2, 1, { status: 429, limiter: "limited" }),
      sums(1, 4, { endpoint: "GET /health", limiter: "none" }),
    ]);
    return await database.as(caller, (tx) => tx`select * from public.get_performance_stats()`);
  }

  it("sums an endpoint up: rates, quantiles within their bucket, the limiter's doings", async () => {
    const [bars, health, ...none] = await stats();
    expect(none).toEqual([]);
    expect(bars).toMatchObject({
      endpoint: "GET /bars",
      requests: "100",
      errors: "3",
      error_rate: 0.03,
      rate_limited: "2",
      uncounted: "3",
      avg_ms: (90 * 8 + 5 * 80 + 3 * 1_500 + 2) / 100,
    });
    expect(bars!.cache_hit_rate).toBeCloseTo(90 / 95, 12);
    // 2 requests are in [0, 1], 90 in (5, 10]: the 50th of 100 is 48/90 of the way through that bucket.
    expect(bars!.p50_ms).toBeCloseTo(5 + (5 * 48) / 90, 9);
    expect(bars!.p95_ms).toBeCloseTo(50 + (50 * 3) / 5, 9);
    expect(bars!.p99_ms).toBeCloseTo(1_000 + (1_000 * 2) / 3, 9);
    expect(health).toMatchObject({ requests: "1", error_rate: 0, cache_hit_rate: null });
  });

  it("is for operators and the service; others see nothing", async () => {
    expect(await stats(OPERATOR)).toHaveLength(2);
    expect(await stats(USER)).toEqual([]);
    await expect(stats(ANON)).rejects.toMatchObject({ code: "42501" });
  });
});

it.each([
  ["nobody signed in", ANON],
  ["a user", USER],
  ["an operator", OPERATOR],
])("%s can neither write metrics nor read the totals", async (_, caller) => {
  for (const statement of [
    "select public.record_request_metrics('[]')",
    "select public.get_request_totals()",
    "select * from public.request_totals",
    "delete from public.request_metrics",
  ]) {
    await expect(database.as(caller, (tx) => tx.unsafe(statement))).rejects.toMatchObject({ code: "42501" });
  }
});

test("periods of more than two weeks are removed", async () => {
  const left = await database.rolledBack(async (tx) => {
    await tx`update public.request_metrics set period_start = now() - interval '15 days' where endpoint = 'GET /bars'`;
    await tx`select internal.sweep_request_metrics()`;
    return await tx`select distinct endpoint from public.request_metrics`;
  });
  expect(left.map(({ endpoint }) => endpoint)).toEqual(["GET /health"]);
});

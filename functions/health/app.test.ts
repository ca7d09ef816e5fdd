import { describe, expect, it } from "vitest";
import { Failure } from "../../shared/failure.ts";
import { TEST_CRON_KEY, TEST_SECRET_KEY, testHttpDeps } from "../../tests/support/http-deps.ts";
import { createMemoryBlobStore } from "../../tests/support/memory/blob-store.ts";
import { createMemoryCache } from "../../tests/support/memory/cache.ts";
import { createMemoryModelStore } from "../../tests/support/memory/model-store.ts";
import { modelOf } from "../../tests/support/models.ts";
import { createApp } from "./app.ts";
import type { HealthDeps } from "./deps.ts";

const NOTHING_LOADED = { modelsLoaded: async () => 0 };
const TOTALS = [
  {
    endpoint: "GET /health",
    status: 200,
    cache: "none",
    limiter: "none",
    requests: 3,
    durationMs: 6_004,
    buckets: [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  },
];
const down = async () => {
  throw new Failure("unavailable", "down", { cause: new Error("ECONNREFUSED 10.0.0.7:5432") });
};

function setup(broken: (deps: HealthDeps) => Partial<HealthDeps> = () => ({})) {
  const http = testHttpDeps();
  const deps: HealthDeps = {
    ...http,
    models: createMemoryModelStore([modelOf({ version: "v1", state: "active" }), modelOf({ version: "v2" })]),
    blobs: createMemoryBlobStore(),
    cache: createMemoryCache(http.clock),
    predictor: NOTHING_LOADED,
    metrics: { totals: async () => TOTALS },
  };
  return { app: createApp({ ...deps, ...broken(deps) }), lines: http.lines };
}

describe("GET /", () => {
  it("is open to anyone and asks nothing", async () => {
    const { app } = setup(({ models }) => ({ models: { ...models, countActive: down } }));
    const answer = await app.request("/health");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "alive", at: "2026-01-15T12:00:00.000Z" });
  });
});

describe("GET /ready", () => {
  it("shows every part with its timing", async () => {
    const answer = await setup().app.request("/health/ready");
    expect(answer.status).toBe(200);
    const working = { ok: true, duration_ms: 0 };
    expect(await answer.json()).toEqual({
      status: "ready",
      checks: {
        database: { ...working, required: true },
        storage: { ...working, required: true },
        cache: { ...working, required: false, kind: "memory" },
        active_models: { ...working, required: false, count: 1 },
        models_loaded: { ...working, required: false, count: 0 },
      },
    });
  });

  it.each([
    ["database", ({ models }: HealthDeps) => ({ models: { ...models, countActive: down } })],
    ["storage", ({ blobs }: HealthDeps) => ({ blobs: { ...blobs, get: down } })],
  ])("answers 503 without the %s, and tells the cause to the log alone", async (part, broken) => {
    const { app, lines } = setup(broken);
    const answer = await app.request("/health/ready");
    expect(answer.status).toBe(503);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      code: "unavailable",
      checks: { [part]: { ok: false, required: true } },
    });
    expect(text).not.toContain("10.0.0.7");
    expect(lines.join("\n")).toContain("10.0.0.7");
  });

  it.each([
    ["cache", ({ cache }: HealthDeps) => ({ cache: { ...cache, ping: down } })],
    ["models_loaded", () => ({ predictor: { modelsLoaded: down } })],
  ])("stays ready without the %s", async (part, broken) => {
    const answer = await setup(broken).app.request("/health/ready");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: "ready", checks: { [part]: { ok: false } } });
  });

  it("gives up on parts that never answer, and tells them so", async () => {
    const told: AbortSignal[] = [];
    const never = (signal: AbortSignal) => {
      told.push(signal);
      return new Promise<never>(() => {});
    };
    const { app } = setup(({ models, blobs }) => ({
      models: { ...models, countActive: never },
      blobs: { ...blobs, get: (_, signal) => never(signal!) },
      predictor: { modelsLoaded: never },
    }));
    expect((await app.request("/health/ready")).status).toBe(503);
    expect(told.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });
});

describe("GET /metrics", () => {
  it("shows counters and a cumulative histogram as Prometheus reads them, to the secret key", async () => {
    const answer = await setup().app.request("/health/metrics", { headers: { apikey: TEST_SECRET_KEY } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const text = await answer.text();
    const lines = text.split("\n");
    expect(lines).toContain(
      'edgewise_http_requests_total{endpoint="GET /health",status="200",cache="none",limiter="none"} 3',
    );
    const duration = "edgewise_http_request_duration_seconds";
    expect(lines.filter((line) => line.startsWith(`${duration}_bucket`))).toHaveLength(13);
    for (const line of [
      `${duration}_bucket{endpoint="GET /health",le="0.001"} 0`,
      `${duration}_bucket{endpoint="GET /health",le="0.002"} 2`,
      `${duration}_bucket{endpoint="GET /health",le="5"} 2`,
      `${duration}_bucket{endpoint="GET /health",le="+Inf"} 3`,
      `${duration}_sum{endpoint="GET /health"} 6.004`,
      `${duration}_count{endpoint="GET /health"} 3`,
    ]) {
      expect(lines).toContain(line);
    }
    expect(text.endsWith("\n")).toBe(true);
  });

  it.each([
    ["nobody", {}, 401],
    ["pg_cron", { apikey: TEST_CRON_KEY }, 403],
  ])("is closed to %s", async (_, headers, status) => {
    expect((await setup().app.request("/health/metrics", { headers })).status).toBe(status);
  });
});

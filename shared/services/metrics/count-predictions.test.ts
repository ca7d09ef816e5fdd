import { expect, test } from "vitest";
import { testHttpDeps } from "../../../tests/support/http-deps.ts";
import { createMemoryModelMetricsStore } from "../../../tests/support/memory/model-metrics-store.ts";
import type { PredictionEvent } from "../../ports/prediction-metrics.ts";
import { createPredictionCounter } from "./count-predictions.ts";

const NOW = Date.UTC(2026, 0, 15, 12, 0, 30);

function recorder() {
  const http = testHttpDeps();
  const store = createMemoryModelMetricsStore();
  const metrics = createPredictionCounter({ store, clock: { now: () => NOW }, background: http.background });
  const record = (fields: Partial<PredictionEvent>) =>
    metrics.record({ modelVersion: "v1", result: "answered", cache: "miss", latencyMs: 1, ...fields });
  return { store, record, http };
}

test("a crowd is counted in few writes, by model and minute", async () => {
  const { store, record, http } = recorder();
  for (let i = 0; i < 500; i++)
    record({ modelVersion: `v${i % 2}`, cache: i % 5 === 0 ? "miss" : "hit", latencyMs: i });
  record({ modelVersion: "v1", result: "failed" });
  await http.settle();
  expect(store.writes()).toBeLessThanOrEqual(2);
  expect(await store.read({ modelVersion: "v1", from: NOW - 60_000, to: NOW })).toMatchObject([
    { answered: 250, cacheHits: 200, errors: 1, maxLatencyMs: 499, meanLatencyMs: 250 },
  ]);
  expect(await store.read({ from: NOW, to: NOW + 60_000 })).toEqual([]);
});

test("a percentile is the bound that it falls below", async () => {
  const { store, record, http } = recorder();
  for (const latencyMs of [...Array(95).fill(3), ...Array(5).fill(70)]) record({ latencyMs });
  await http.settle();
  expect(await store.read({ from: 0, to: NOW })).toMatchObject([
    { p50LatencyMs: 5, p95LatencyMs: 5, p99LatencyMs: 70, maxLatencyMs: 70 },
  ]);
});

test("counts that cannot be written fail nothing, and the log says so", async () => {
  const http = testHttpDeps();
  const store = { add: () => Promise.reject(new Error("away")) };
  const metrics = createPredictionCounter({ store, clock: http.clock, background: http.background });
  metrics.record({ modelVersion: "v1", result: "answered", cache: "hit", latencyMs: 1 });
  await http.settle();
  expect(http.lines.join()).toContain("background_work_failed");
});

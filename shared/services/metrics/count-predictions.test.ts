import { expect, test } from "vitest";
import { testHttpDeps } from "../../../tests/support/http-deps.ts";
import { createMemoryModelMetricsStore } from "../../../tests/support/memory/model-metrics-store.ts";
import { LATENCY_BOUNDS_MS, type ModelMinute } from "../../ports/model-metrics-store.ts";
import type { PredictionEvent } from "../../ports/prediction-metrics.ts";
import { createPredictionCounter } from "./count-predictions.ts";

const NOW = Date.UTC(2026, 0, 15, 12, 0, 30);
const MINUTE = Date.UTC(2026, 0, 15, 12, 0);

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
  expect(store.writes.length).toBeLessThanOrEqual(2);
  const added = store.writes.flat().filter(({ modelVersion }) => modelVersion === "v1");
  const sum = (pick: (minute: ModelMinute) => number) => added.reduce((total, one) => total + pick(one), 0);
  expect(new Set(added.map(({ minute }) => minute))).toEqual(new Set([MINUTE]));
  expect([sum(({ answered }) => answered), sum(({ cacheHits }) => cacheHits)]).toEqual([250, 200]);
  expect([sum(({ errors }) => errors), sum(({ latencyMsSum }) => latencyMsSum)]).toEqual([1, 250 * 250]);
  expect(Math.max(...added.map(({ latencyMsMax }) => latencyMsMax))).toBe(499);
});

test("a latency is counted below the bound that it does not pass", async () => {
  const { store, record, http } = recorder();
  for (const latencyMs of [...Array(95).fill(3), ...Array(5).fill(70)]) record({ latencyMs });
  await http.settle();
  const counted = LATENCY_BOUNDS_MS.flatMap((bound, i) => {
    const count = store.writes.flat().reduce((sum, { latencyCounts }) => sum + latencyCounts[i]!, 0);
    return count > 0 ? [[bound, count]] : [];
  });
  expect(counted).toEqual([
    [5, 95],
    [100, 5],
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

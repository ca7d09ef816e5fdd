import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { systemClock } from "../../../shared/http/system-clock.ts";
import type { ApiKeyUsage } from "../../../shared/ports/api-key-store.ts";
import { VERDICTS } from "../../contract/stores/rate-limiter.ts";
import { describeStores, STORE_SUITES } from "../../contract/stores/suites.ts";
import { createMemoryApiKeyStore } from "./api-key-store.ts";
import { createMemoryAuditLog } from "./audit-log.ts";
import { createMemoryBarStore } from "./bar-store.ts";
import { createMemoryBlobStore } from "./blob-store.ts";
import { createMemoryCache } from "./cache.ts";
import { createMemoryCanaryTestStore } from "./canary-test-store.ts";
import { createMemoryFeatureStore } from "./feature-store.ts";
import { createMemoryIdempotencyStore } from "./idempotency-store.ts";
import { createMemoryInstrumentStore } from "./instrument-store.ts";
import { createMemoryJobStore } from "./job-store.ts";
import { createMemoryModelMetricsStore } from "./model-metrics-store.ts";
import { createMemoryModelStore } from "./model-store.ts";
import { createMemoryOutcomeStore } from "./outcome-store.ts";
import { createMemoryPredictionArchive } from "./prediction-archive.ts";
import { createMemoryPredictionLog } from "./prediction-log.ts";
import { createMemoryRateLimiter } from "./rate-limiter.ts";
import { createMemoryTrialLog } from "./trial-log.ts";
import { createMemoryWatchlistStore } from "./watchlist-store.ts";

const AT = "2024-01-02T00:00:00+00:00";
const CANARY_TEST = {
  id: 1,
  universe: "SYN-CANARY",
  timeframe: "1h",
  horizonBars: 12,
  championVersion: "champion",
  canaryVersion: "canary",
  startedAt: AT,
  state: { observations: 0, gainSum: 0, better: [1], worse: [1], freeAt: 0 },
  processedBarTs: undefined,
  outcome: undefined,
  endedAt: undefined,
} as const;

// The same suites run over the adapters of the local stack in tests/e2e/stores.test.ts.
describeStores("in memory", {
  async "api-key-store"() {
    const usage: Record<string, readonly ApiKeyUsage[]> = {};
    return {
      store: createMemoryApiKeyStore(systemClock, usage),
      owner: { kind: "user", id: "owner" },
      other: { kind: "user", id: "other" },
      async record(keyId, days) {
        usage[keyId] = days;
      },
    };
  },
  "audit-log": async (acts) => createMemoryAuditLog(acts.map((act, id) => ({ ...act, id, at: AT }))),
  "bar-store": async (gaps) => ({ store: createMemoryBarStore(gaps), symbol: "SYN" }),
  "blob-store": createMemoryBlobStore,
  cache: () => createMemoryCache(systemClock),
  "canary-test-store": async (pairs) => ({
    store: createMemoryCanaryTestStore([CANARY_TEST], pairs),
    test: CANARY_TEST,
  }),
  async "feature-store"() {
    const store = createMemoryFeatureStore();
    const bar = { featureSetVersion: "set", symbol: "SYN", timeframe: "1h", ts: 0 } as const;
    return { store, bar, stored: async () => [...store.rows.values()].map(({ features }) => features) };
  },
  "idempotency-store": createMemoryIdempotencyStore,
  "instrument-store": async (instrument) => createMemoryInstrumentStore([instrument]),
  "job-store": async () => createMemoryJobStore(systemClock),
  async "model-metrics-store"(figures) {
    const versions = ["a", "b"] as const;
    return { store: createMemoryModelMetricsStore(figures(versions)), versions };
  },
  "model-store": async ({ models, span }) =>
    createMemoryModelStore(models, { spans: [{ ...span, symbols: [span.universe] }] }),
  "outcome-store": async (waiting) => createMemoryOutcomeStore(waiting),
  async "prediction-archive"(fields) {
    const prediction = { ...fields, modelVersion: "v1" };
    return { archive: createMemoryPredictionArchive([prediction]), prediction };
  },
  async "prediction-log"() {
    const log = createMemoryPredictionLog();
    const latencies = async () =>
      Object.fromEntries([...log.rows.values()].map(({ id, latencyMs }) => [id, latencyMs]));
    return { log, of: { modelVersion: "v1", symbol: "SYN" }, latencies };
  },
  "rate-limiter": async () => createMemoryRateLimiter(VERDICTS),
  "trial-log": async () => ({ log: createMemoryTrialLog(), symbols: ["SYN-A", "SYN-B"] }),
  "watchlist-store": async () => createMemoryWatchlistStore(),
});

test("every double in this folder has a suite", () => {
  const doubles = readdirSync(import.meta.dirname)
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => file.replace(/\.ts$/, ""));
  expect(Object.keys(STORE_SUITES).sort()).toEqual(doubles.sort());
});

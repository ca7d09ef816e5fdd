import { describe } from "vitest";
import { describeApiKeyStore } from "./api-key-store.ts";
import { describeAuditLog } from "./audit-log.ts";
import { describeBarStore } from "./bar-store.ts";
import { describeBlobStore } from "./blob-store.ts";
import { describeCache } from "./cache.ts";
import { describeCanaryTestStore } from "./canary-test-store.ts";
import { describeFeatureStore } from "./feature-store.ts";
import { describeIdempotencyStore } from "./idempotency-store.ts";
import { describeInstrumentStore } from "./instrument-store.ts";
import { describeJobStore } from "./job-store.ts";
import { describeModelMetricsStore } from "./model-metrics-store.ts";
import { describeModelStore } from "./model-store.ts";
import { describeOutcomeStore } from "./outcome-store.ts";
import { describePredictionArchive } from "./prediction-archive.ts";
import { describePredictionLog } from "./prediction-log.ts";
import { describeRateLimiter } from "./rate-limiter.ts";
import { describeTrialLog } from "./trial-log.ts";
import { describeWatchlistStore } from "./watchlist-store.ts";

/** One suite a port that has a double in tests/support/memory, by the double's file. */
export const STORE_SUITES = {
  "api-key-store": describeApiKeyStore,
  "audit-log": describeAuditLog,
  "bar-store": describeBarStore,
  "blob-store": describeBlobStore,
  cache: describeCache,
  "canary-test-store": describeCanaryTestStore,
  "feature-store": describeFeatureStore,
  "idempotency-store": describeIdempotencyStore,
  "instrument-store": describeInstrumentStore,
  "job-store": describeJobStore,
  "model-metrics-store": describeModelMetricsStore,
  "model-store": describeModelStore,
  "outcome-store": describeOutcomeStore,
  "prediction-archive": describePredictionArchive,
  "prediction-log": describePredictionLog,
  "rate-limiter": describeRateLimiter,
  "trial-log": describeTrialLog,
  "watchlist-store": describeWatchlistStore,
};

type Suites = typeof STORE_SUITES;

/** Adapters to run the suites over: none can be left out. */
export type StoreSubjects = { readonly [Port in keyof Suites]: Parameters<Suites[Port]>[0] };

/** Runs every suite over the adapters of one place. */
export function describeStores(where: string, subjects: StoreSubjects): void {
  for (const port of Object.keys(STORE_SUITES) as (keyof Suites)[]) {
    describe(`${port} ${where}`, () => STORE_SUITES[port](subjects[port] as never));
  }
}

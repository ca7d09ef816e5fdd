import type { ModelsDeps } from "../../functions/models/deps.ts";
import { createMemoryAuditLog } from "../../shared/adapters/memory/audit-log.ts";
import { createMemoryBarStore } from "../../shared/adapters/memory/bar-store.ts";
import { createMemoryBlobStore } from "../../shared/adapters/memory/blob-store.ts";
import { createMemoryCanaryTestStore } from "../../shared/adapters/memory/canary-test-store.ts";
import { createMemoryInstrumentStore } from "../../shared/adapters/memory/instrument-store.ts";
import { createMemoryJobStore } from "../../shared/adapters/memory/job-store.ts";
import { createMemoryModelMetricsStore } from "../../shared/adapters/memory/model-metrics-store.ts";
import { createMemoryModelStore } from "../../shared/adapters/memory/model-store.ts";
import { createMemoryOutcomeStore } from "../../shared/adapters/memory/outcome-store.ts";
import { createMemoryPredictionArchive } from "../../shared/adapters/memory/prediction-archive.ts";
import { evaluatorRuntime } from "../../shared/adapters/onnx/evaluator-runtime.ts";
import { DEFAULT_GATE_THRESHOLDS } from "../../shared/ml/gate/gate-thresholds.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { testHttpDeps } from "./http-deps.ts";

/** What the models function needs, in memory and empty but for what is given. */
export function testModelsDeps(changes: Partial<ModelsDeps> = {}): ModelsDeps {
  const http = testHttpDeps();
  return {
    ...http,
    models: createMemoryModelStore([]),
    audit: createMemoryAuditLog([]),
    cards: { get: async () => undefined },
    bars: createMemoryBarStore([]),
    outcomes: createMemoryOutcomeStore([]),
    canaryTests: createMemoryCanaryTestStore([]),
    modelMetrics: createMemoryModelMetricsStore(),
    archive: createMemoryPredictionArchive([]),
    sessions: createModelSessions({ blobs: createMemoryBlobStore(), runtime: evaluatorRuntime }),
    instruments: createMemoryInstrumentStore([]),
    jobs: createMemoryJobStore(http.clock),
    files: createMemoryBlobStore(),
    runtime: evaluatorRuntime,
    featureSet: { version: "features-1", features: [] },
    gate: DEFAULT_GATE_THRESHOLDS,
    waker: { wake: async () => {} },
    outcomesWaker: { wake: async () => {} },
    ...changes,
  };
}

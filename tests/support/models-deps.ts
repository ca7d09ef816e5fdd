import type { ModelsDeps } from "../../functions/models/deps.ts";
import { evaluatorRuntime } from "../../shared/adapters/onnx/evaluator-runtime.ts";
import { DEFAULT_GATE_THRESHOLDS } from "../../shared/ml/gate/gate-thresholds.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { testHttpDeps } from "./http-deps.ts";
import { createMemoryAuditLog } from "./memory/audit-log.ts";
import { createMemoryBarStore } from "./memory/bar-store.ts";
import { createMemoryBlobStore } from "./memory/blob-store.ts";
import { createMemoryCanaryTestStore } from "./memory/canary-test-store.ts";
import { createMemoryInstrumentStore } from "./memory/instrument-store.ts";
import { createMemoryJobStore } from "./memory/job-store.ts";
import { createMemoryModelMetricsStore } from "./memory/model-metrics-store.ts";
import { createMemoryModelStore } from "./memory/model-store.ts";
import { createMemoryOutcomeStore } from "./memory/outcome-store.ts";
import { createMemoryPredictionArchive } from "./memory/prediction-archive.ts";

/** Dependencies of the models function, in memory and empty but for those given. */
export function testModelsDeps(changes: Partial<ModelsDeps> = {}): ModelsDeps {
  const http = testHttpDeps();
  return {
    ...http,
    models: createMemoryModelStore([]),
    audit: createMemoryAuditLog([]),
    cards: { get: async () => undefined },
    bars: createMemoryBarStore(),
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

import type { ModelsDeps } from "../../functions/models/deps.ts";
import { createMemoryAuditLog } from "../../shared/adapters/memory/audit-log.ts";
import { createMemoryBarStore } from "../../shared/adapters/memory/bar-store.ts";
import { createMemoryBlobStore } from "../../shared/adapters/memory/blob-store.ts";
import { createMemoryCanaryTestStore } from "../../shared/adapters/memory/canary-test-store.ts";
import { createMemoryModelMetricsStore } from "../../shared/adapters/memory/model-metrics-store.ts";
import { createMemoryModelStore } from "../../shared/adapters/memory/model-store.ts";
import { createMemoryOutcomeStore } from "../../shared/adapters/memory/outcome-store.ts";
import { createMemoryPredictionArchive } from "../../shared/adapters/memory/prediction-archive.ts";
import { evaluatorRuntime } from "../../shared/adapters/onnx/evaluator-runtime.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { testHttpDeps } from "./http-deps.ts";

/** What the models function needs, in memory and empty but for what is given. */
export function testModelsDeps(changes: Partial<ModelsDeps> = {}): ModelsDeps {
  return {
    ...testHttpDeps(),
    models: createMemoryModelStore([]),
    audit: createMemoryAuditLog([]),
    cards: { get: async () => undefined },
    bars: createMemoryBarStore([]),
    outcomes: createMemoryOutcomeStore([]),
    canaryTests: createMemoryCanaryTestStore([]),
    modelMetrics: createMemoryModelMetricsStore(),
    archive: createMemoryPredictionArchive([]),
    sessions: createModelSessions({ blobs: createMemoryBlobStore(), runtime: evaluatorRuntime }),
    ...changes,
  };
}

import { createJobWaker } from "../adapters/functions/job-waker.ts";
import { createStorageBlobStore } from "../adapters/storage/blob-store.ts";
import { createSupabaseAuditLog } from "../adapters/supabase/audit-log.ts";
import { createSupabaseBarStore } from "../adapters/supabase/bar-store.ts";
import { createSupabaseCanaryTestStore } from "../adapters/supabase/canary-test-store.ts";
import { createServiceClient } from "../adapters/supabase/client.ts";
import { createSupabaseInstrumentStore } from "../adapters/supabase/instrument-store.ts";
import { createSupabaseJobStore } from "../adapters/supabase/job-store.ts";
import { createSupabaseModelCardStore } from "../adapters/supabase/model-card-store.ts";
import { createSupabaseModelMetricsStore } from "../adapters/supabase/model-metrics-store.ts";
import { createSupabaseModelStore } from "../adapters/supabase/model-store.ts";
import { createSupabaseOutcomeStore } from "../adapters/supabase/outcome-store.ts";
import { createSupabasePredictionArchive } from "../adapters/supabase/prediction-archive.ts";
import type { Config } from "../config.ts";
import { FEATURE_SET } from "../features/feature-set.ts";
import { runRouteOf } from "../jobs/job-kinds.ts";
import { createModelSessions } from "../services/prediction/model-sessions.ts";
import { createOnnxRuntime } from "./onnx-runtime.ts";

/** The adapters that the registry of models is run with on a Supabase project. */
export function createRegistryDeps(config: Config) {
  const client = createServiceClient(config);
  const files = createStorageBlobStore(client, "models");
  const runtime = createOnnxRuntime(client);
  return {
    models: createSupabaseModelStore(client),
    audit: createSupabaseAuditLog(client),
    cards: createSupabaseModelCardStore(client),
    bars: createSupabaseBarStore(client),
    instruments: createSupabaseInstrumentStore(client),
    outcomes: createSupabaseOutcomeStore(client),
    canaryTests: createSupabaseCanaryTestStore(client),
    modelMetrics: createSupabaseModelMetricsStore(client),
    archive: createSupabasePredictionArchive(client),
    jobs: createSupabaseJobStore(client),
    waker: createJobWaker(config, runRouteOf("upload_evaluation")),
    outcomesWaker: createJobWaker(config, "models/outcomes/run"),
    sessions: createModelSessions({ blobs: files, runtime }),
    files,
    runtime,
    featureSet: FEATURE_SET,
    gate: config.gate,
  };
}

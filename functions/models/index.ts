import { createStorageBlobStore } from "../../shared/adapters/storage/blob-store.ts";
import { createSupabaseAuditLog } from "../../shared/adapters/supabase/audit-log.ts";
import { createSupabaseBarStore } from "../../shared/adapters/supabase/bar-store.ts";
import { createSupabaseCanaryTestStore } from "../../shared/adapters/supabase/canary-test-store.ts";
import { createServiceClient } from "../../shared/adapters/supabase/client.ts";
import { createSupabaseModelCardStore } from "../../shared/adapters/supabase/model-card-store.ts";
import { createSupabaseModelMetricsStore } from "../../shared/adapters/supabase/model-metrics-store.ts";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import { createSupabaseOutcomeStore } from "../../shared/adapters/supabase/outcome-store.ts";
import { createSupabasePredictionArchive } from "../../shared/adapters/supabase/prediction-archive.ts";
import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { createOnnxRuntime } from "../../shared/composition/onnx-runtime.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const client = createServiceClient(config);

serve(
  createApp({
    ...createHttpDeps("models", config),
    models: createSupabaseModelStore(client),
    audit: createSupabaseAuditLog(client),
    cards: createSupabaseModelCardStore(client),
    bars: createSupabaseBarStore(client),
    outcomes: createSupabaseOutcomeStore(client),
    canaryTests: createSupabaseCanaryTestStore(client),
    modelMetrics: createSupabaseModelMetricsStore(client),
    archive: createSupabasePredictionArchive(client),
    sessions: createModelSessions({
      blobs: createStorageBlobStore(client, "models"),
      runtime: createOnnxRuntime(client),
    }),
  }),
);

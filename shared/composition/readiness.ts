import { createPredictorStatus } from "../adapters/functions/predictor-status.ts";
import { createStorageBlobStore } from "../adapters/storage/blob-store.ts";
import { createServiceClient } from "../adapters/supabase/client.ts";
import { createSupabaseModelStore } from "../adapters/supabase/model-store.ts";
import { createSupabaseRequestMetrics } from "../adapters/supabase/request-metrics.ts";
import type { Config } from "../config.ts";
import { createCache } from "./cache.ts";

/** Probes of the function health: the parts of a project that must answer before it is ready, and its metrics. */
export function createReadinessDeps(config: Config) {
  const client = createServiceClient(config);
  return {
    models: createSupabaseModelStore(client),
    blobs: createStorageBlobStore(client, "models"),
    cache: createCache(config, client),
    predictor: createPredictorStatus(config),
    metrics: createSupabaseRequestMetrics(client),
  };
}

import { createStorageBlobStore } from "../adapters/storage/blob-store.ts";
import { createSupabaseBarStore } from "../adapters/supabase/bar-store.ts";
import { createServiceClient } from "../adapters/supabase/client.ts";
import { createSupabaseFeatureStore } from "../adapters/supabase/feature-store.ts";
import { createSupabaseInstrumentStore } from "../adapters/supabase/instrument-store.ts";
import { createSupabaseModelMetricsStore } from "../adapters/supabase/model-metrics-store.ts";
import { createSupabaseModelStore } from "../adapters/supabase/model-store.ts";
import { createSupabasePredictionLog } from "../adapters/supabase/prediction-log.ts";
import type { Config } from "../config.ts";
import { FEATURE_SET } from "../features/feature-set.ts";
import type { HttpDeps } from "../http/env.ts";
import { createPredictionCounter } from "../services/metrics/count-predictions.ts";
import { createModelSessions } from "../services/prediction/model-sessions.ts";
import { createCache } from "./cache.ts";
import { createOnnxRuntime } from "./onnx-runtime.ts";

/** The adapters that predictions are made with on a Supabase project, in whichever function makes them. */
export function createPredictorDeps(
  config: Config,
  { clock, background }: Pick<HttpDeps, "clock" | "background">,
) {
  const client = createServiceClient(config);
  return {
    bars: createSupabaseBarStore(client),
    instruments: createSupabaseInstrumentStore(client),
    models: createSupabaseModelStore(client),
    predictions: createSupabasePredictionLog(client),
    cache: createCache(config, client),
    policy: config.predictionPolicy,
    featureSet: FEATURE_SET,
    featureStore: createSupabaseFeatureStore(client),
    predictionMetrics: createPredictionCounter({
      store: createSupabaseModelMetricsStore(client),
      clock,
      background,
    }),
    sessions: createModelSessions({
      blobs: createStorageBlobStore(client, "models"),
      runtime: createOnnxRuntime(client),
    }),
  };
}

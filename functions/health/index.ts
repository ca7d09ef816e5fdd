import { createPredictorStatus } from "../../shared/adapters/functions/predictor-status.ts";
import { createStorageBlobStore } from "../../shared/adapters/storage/blob-store.ts";
import { createServiceClient } from "../../shared/adapters/supabase/client.ts";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import { createCache } from "../../shared/composition/cache.ts";
import { readConfig } from "../../shared/config.ts";
import { createHttpDeps } from "../../shared/http/create-http-deps.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const http = createHttpDeps("health", config);
const client = createServiceClient(config);

serve(
  createApp({
    ...http,
    models: createSupabaseModelStore(client),
    blobs: createStorageBlobStore(client, "models"),
    cache: createCache(config, http.clock),
    predictor: createPredictorStatus(config),
  }),
);

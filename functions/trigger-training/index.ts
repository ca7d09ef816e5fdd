import { createJobWaker } from "../../shared/adapters/functions/job-waker.ts";
import { createSupabaseBarStore } from "../../shared/adapters/supabase/bar-store.ts";
import { createServiceClient } from "../../shared/adapters/supabase/client.ts";
import { createSupabaseInstrumentStore } from "../../shared/adapters/supabase/instrument-store.ts";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { createTrainingRunner } from "../../shared/composition/training-runner.ts";
import { readConfig } from "../../shared/config.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

/** A third of an isolate's memory. */
const CACHE_BYTES = 80 * 1024 * 1024;

const config = readConfig();
const http = createHttpDeps("trigger-training", config);
const client = createServiceClient(config);

serve(
  createApp({
    ...http,
    runner: createTrainingRunner(client, http.clock, CACHE_BYTES),
    waker: createJobWaker(config),
    bars: createSupabaseBarStore(client),
    instruments: createSupabaseInstrumentStore(client),
    models: createSupabaseModelStore(client),
    featureSet: FEATURE_SET,
    gate: config.gate,
    cpuBudgetMs: config.cpuBudgetMs,
    followPollMs: 1_500,
  }),
);

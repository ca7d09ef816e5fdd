import { createJobWaker } from "../adapters/functions/job-waker.ts";
import { createSupabaseBarStore } from "../adapters/supabase/bar-store.ts";
import { createServiceClient } from "../adapters/supabase/client.ts";
import { createSupabaseInstrumentStore } from "../adapters/supabase/instrument-store.ts";
import { createSupabaseJobStore } from "../adapters/supabase/job-store.ts";
import { createSupabaseModelStore } from "../adapters/supabase/model-store.ts";
import type { Config } from "../config.ts";
import { FEATURE_SET } from "../features/feature-set.ts";
import { runRouteOf } from "../jobs/job-kinds.ts";

/** Stores by which a training is checked and queued on a Supabase project; it runs elsewhere. */
export function createTrainingRequestDeps(config: Config) {
  const client = createServiceClient(config);
  return {
    jobs: createSupabaseJobStore(client),
    waker: createJobWaker(config, runRouteOf("training")),
    bars: createSupabaseBarStore(client),
    instruments: createSupabaseInstrumentStore(client),
    models: createSupabaseModelStore(client),
    featureSet: FEATURE_SET,
    gate: config.gate,
  };
}

import { evaluatorRuntime } from "../adapters/onnx/evaluator-runtime.ts";
import { createStorageBlobStore } from "../adapters/storage/blob-store.ts";
import { createSupabaseBarStore } from "../adapters/supabase/bar-store.ts";
import type { ProjectClient } from "../adapters/supabase/client.ts";
import { createSupabaseInstrumentStore } from "../adapters/supabase/instrument-store.ts";
import { createSupabaseJobStore } from "../adapters/supabase/job-store.ts";
import { createSupabaseModelRegistry } from "../adapters/supabase/model-registry.ts";
import { createSupabaseModelStore } from "../adapters/supabase/model-store.ts";
import { createSupabaseTrialLog } from "../adapters/supabase/trial-log.ts";
import { FEATURE_SET } from "../features/feature-set.ts";
import { LruMap } from "../memory/lru-map.ts";
import type { Clock } from "../ports/clock.ts";
import type { JobRunnerDeps } from "../services/jobs/run-slice.ts";
import { createTrainingJob } from "../services/training/job.ts";
import { createUploadEvaluationJob } from "../services/uploads/evaluate-job.ts";
import { createOnnxRuntime } from "./onnx-runtime.ts";

/** Runner of training jobs on a Supabase project, in an isolate and in a worker alike. */
export function createTrainingRunner(client: ProjectClient, clock: Clock, cacheBytes: number): JobRunnerDeps {
  const deps = {
    bars: createSupabaseBarStore(client),
    instruments: createSupabaseInstrumentStore(client),
    featureSet: FEATURE_SET,
    models: createSupabaseModelStore(client),
    runtime: evaluatorRuntime,
    registry: createSupabaseModelRegistry(client),
    trials: createSupabaseTrialLog(client),
    files: createStorageBlobStore(client, "models"),
    clock,
  };
  // A foreign file may need any rung of the ladder; what is trained here is checked on the cheapest.
  const evaluating = { ...deps, runtime: createOnnxRuntime(client) };
  return {
    jobs: createSupabaseJobStore(client),
    blobs: createStorageBlobStore(client, "jobs"),
    clock,
    artifactCache: new LruMap(cacheBytes),
    definitions: [createTrainingJob(deps), createUploadEvaluationJob(evaluating)],
  };
}

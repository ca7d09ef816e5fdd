import { evaluatorRuntime } from "../adapters/onnx/evaluator-runtime.ts";
import { createStorageBlobStore } from "../adapters/storage/blob-store.ts";
import { createSupabaseBarStore } from "../adapters/supabase/bar-store.ts";
import type { ProjectClient } from "../adapters/supabase/client.ts";
import { createSupabaseInstrumentStore } from "../adapters/supabase/instrument-store.ts";
import { createSupabaseModelRegistry } from "../adapters/supabase/model-registry.ts";
import { createSupabaseModelStore } from "../adapters/supabase/model-store.ts";
import { createSupabaseTrialLog } from "../adapters/supabase/trial-log.ts";
import { FEATURE_SET } from "../features/feature-set.ts";
import type { Clock } from "../ports/clock.ts";
import { createTrainingJob } from "../services/training/job.ts";
import type { TrainingDeps } from "../services/training/phase.ts";
import { createUploadEvaluationJob } from "../services/uploads/evaluate-job.ts";
import { createOnnxRuntime } from "./onnx-runtime.ts";

/** Trains on a Supabase project; what is trained here is checked on the cheapest runtime. */
export const trainingJob = (client: ProjectClient, clock: Clock) =>
  createTrainingJob(depsOf(client, clock, evaluatorRuntime));

/** Evaluates uploads on a Supabase project; a foreign file may need any rung of the ladder. */
export const uploadEvaluationJob = (client: ProjectClient, clock: Clock) =>
  createUploadEvaluationJob(depsOf(client, clock, createOnnxRuntime(client)));

function depsOf(client: ProjectClient, clock: Clock, runtime: TrainingDeps["runtime"]): TrainingDeps {
  return {
    bars: createSupabaseBarStore(client),
    instruments: createSupabaseInstrumentStore(client),
    featureSet: FEATURE_SET,
    models: createSupabaseModelStore(client),
    runtime,
    registry: createSupabaseModelRegistry(client),
    trials: createSupabaseTrialLog(client),
    files: createStorageBlobStore(client, "models"),
    clock,
  };
}

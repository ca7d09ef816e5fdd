import { createStorageBlobStore } from "../adapters/storage/blob-store.ts";
import type { ProjectClient } from "../adapters/supabase/client.ts";
import { createSupabaseJobStore } from "../adapters/supabase/job-store.ts";
import type { JobDefinition } from "../jobs/job-definition.ts";
import { JOB_KIND_NAMES, type JobKind } from "../jobs/job-kinds.ts";
import { LruMap } from "../memory/lru-map.ts";
import type { Clock } from "../ports/clock.ts";
import type { JobRunnerDeps } from "../services/jobs/run-slice.ts";

type LoadJob = (client: ProjectClient, clock: Clock) => Promise<JobDefinition<unknown, unknown>>;

/** Where each kind's code is. It comes with the first slice, so that whoever only reads jobs does not pay for it. */
const CODE: Readonly<Record<JobKind, LoadJob>> = {
  training: async (client, clock) => (await import("./training-jobs.ts")).trainingJob(client, clock),
  upload_evaluation: async (client, clock) =>
    (await import("./training-jobs.ts")).uploadEvaluationJob(client, clock),
};

/** Runs jobs of every kind on a Supabase project, in an isolate and in a worker alike. */
export function createJobRunner(client: ProjectClient, clock: Clock, cacheBytes: number): JobRunnerDeps {
  const loaded = new Map<string, Promise<JobDefinition<unknown, unknown>>>();
  return {
    jobs: createSupabaseJobStore(client),
    blobs: createStorageBlobStore(client, "jobs"),
    clock,
    artifactCache: new LruMap(cacheBytes),
    kinds: JOB_KIND_NAMES,
    definitionOf(kind) {
      const known = loaded.get(kind);
      if (known) return known;
      const definition = CODE[kind as JobKind](client, clock);
      loaded.set(kind, definition);
      // Another slice may find its code.
      definition.catch(() => loaded.delete(kind));
      return definition;
    },
  };
}

import type { BlobStore } from "../../ports/blob-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JobStore } from "../../ports/job-store.ts";

interface SweepDeps {
  readonly jobs: JobStore;
  readonly blobs: BlobStore;
}

const JOBS_A_SWEEP = 20;
/** A runner that does not know yet that its job has ended may still be writing. */
const GRACE_MS = 5 * 60_000;

/** Removes the blobs of a finished job. */
export async function sweepJob(deps: SweepDeps, jobId: string): Promise<void> {
  const names = await deps.blobs.list(jobId);
  await deps.blobs.remove(names.map((name) => `${jobId}/${name}`));
  await deps.jobs.markSwept(jobId);
}

/** Removes what jobs have left that failed, were cancelled, or lost their runner at the very end. */
export async function sweepFinishedJobs(deps: SweepDeps & { readonly clock: Clock }): Promise<void> {
  const jobIds = await deps.jobs.listUnswept(deps.clock.now() - GRACE_MS, JOBS_A_SWEEP);
  for (const jobId of jobIds) await sweepJob(deps, jobId);
}

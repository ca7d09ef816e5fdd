import { Failure } from "../../failure.ts";
import type { Job } from "../../jobs/job.ts";
import type { Actor } from "../../ports/actor.ts";
import type { JobStore } from "../../ports/job-store.ts";

/** @throws Failure not_found */
export async function getJob(deps: { readonly jobs: JobStore }, jobId: string): Promise<Job> {
  return orNotFound(await deps.jobs.find(jobId), jobId);
}

/**
 * Cancels a job; a slice under way no longer counts. Cancelling it again changes nothing.
 * @throws Failure not_found; conflict when it has succeeded or failed already
 */
export async function cancelJob(
  deps: { readonly jobs: JobStore },
  { jobId, actor }: { readonly jobId: string; readonly actor: Actor },
): Promise<Job> {
  const job = orNotFound(await deps.jobs.cancel(jobId, actor), jobId);
  if (job.state !== "cancelled") throw new Failure("conflict", `The job has ${job.state} already.`);
  return job;
}

function orNotFound(job: Job | undefined, jobId: string): Job {
  if (!job) throw new Failure("not_found", `There is no job ${jobId}.`);
  return job;
}

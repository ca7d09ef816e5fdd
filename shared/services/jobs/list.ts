import type { Job, JobState } from "../../jobs/job.ts";
import type { JobStore } from "../../ports/job-store.ts";
import { type Page, pageOf } from "../paging/page-of.ts";

export interface JobListRequest {
  readonly kind?: string | undefined;
  readonly state?: JobState | undefined;
  readonly scope?: string | undefined;
  /** The job that ended the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/**
 * A page of jobs, newest first.
 * @throws Failure invalid_request (there is no job to go on after)
 */
export function listJobs(
  { jobs }: { readonly jobs: JobStore },
  { limit, ...filter }: JobListRequest,
): Promise<Page<Job, string>> {
  return pageOf(
    limit,
    (atMost) => jobs.list({ ...filter, limit: atMost }),
    ({ id }) => id,
  );
}

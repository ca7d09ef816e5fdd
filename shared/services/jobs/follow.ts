import { isUnfinished, type Job } from "../../jobs/job.ts";
import { getJob } from "./control.ts";

export interface FollowOptions {
  readonly pollMs: number;
  /** After so many looks the following ends, the job finished or not. */
  readonly maxPolls: number;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * The job as it is, then again whenever it has come further, until it has ended or enough was looked.
 * @throws Failure not_found
 */
export async function* followJob(
  deps: Parameters<typeof getJob>[0],
  jobId: string,
  { pollMs, maxPolls, wait }: FollowOptions,
): AsyncGenerator<Job> {
  let last: Job | undefined;
  for (let poll = 0; poll < maxPolls; poll++) {
    if (poll > 0) await wait(pollMs);
    const job = await getJob(deps, jobId);
    if (job.sequence !== last?.sequence || job.state !== last.state) yield job;
    if (!isUnfinished(job)) return;
    last = job;
  }
}

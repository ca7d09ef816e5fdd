import type { Job, JobError } from "../jobs/job.ts";
import type { JobReport } from "../jobs/job-definition.ts";
import type { Actor } from "./actor.ts";

export interface JobRequest {
  readonly kind: string;
  readonly scope: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly requestedBy: Actor;
  /** When a job of this kind and scope has succeeded since (epoch milliseconds), no new one is queued. */
  readonly freshSince?: number;
  /** A name that no other unfinished job may have, of whatever kind and scope: the version of the model that it makes. */
  readonly reserves?: string;
}

/** What became of a request, and the job that was created or stands in its way. */
export interface EnqueueOutcome {
  readonly outcome: "created" | "running" | "fresh";
  readonly job: Job;
}

export interface ClaimRequest {
  /** Kinds of job that this runner has definitions for. */
  readonly kinds: readonly string[];
  /** Only this job; else whichever has waited longest. */
  readonly jobId?: string;
  /** After this time the runner counts as lost. */
  readonly leaseMs: number;
}

/** The right to run and commit one slice of a job. */
export interface JobLease {
  readonly job: Job;
  readonly token: string;
}

export interface SliceFailure extends JobError {
  /** Left out where trying again cannot help: the job has failed. */
  readonly retryAfterMs?: number;
}

/** The truth about jobs. Every call is atomic; what is acknowledged is durable. */
export interface JobStore {
  /** @throws Failure conflict (another unfinished job has the name that this one reserves) */
  enqueue(request: JobRequest): Promise<EnqueueOutcome>;
  /** Leases a waiting job, after bringing back those whose runner was lost; undefined when nothing waits. */
  claim(request: ClaimRequest): Promise<JobLease | undefined>;
  /** Makes a slice count and ends its lease. False: another runner or a cancellation came first, and nothing changed. */
  commit(lease: JobLease, checkpoint: string, report: JobReport): Promise<boolean>;
  /** Ends a lease without progress. False as for `commit`. */
  fail(lease: JobLease, failure: SliceFailure): Promise<boolean>;
  /** Cancels the job unless it is finished; the job as it is now, or undefined where there is none. */
  cancel(jobId: string, actor: Actor): Promise<Job | undefined>;
  find(jobId: string): Promise<Job | undefined>;
  /** Ids of jobs that finished before the given time (epoch milliseconds) and whose blobs are not removed yet. */
  listUnswept(finishedBefore: number, limit: number): Promise<string[]>;
  markSwept(jobId: string): Promise<void>;
}

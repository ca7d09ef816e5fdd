import type { Job, JobError, JobState } from "../jobs/job.ts";
import type { JobReport } from "../jobs/job-definition.ts";
import type { Actor } from "./actor.ts";

export interface JobRequest {
  readonly kind: string;
  readonly scope: string;
  readonly spec: Readonly<Record<string, unknown>>;
  /** Becomes the job's owner too, where it is a user. */
  readonly requestedBy: Actor;
  /** -10..10, higher first; 0 when left out. */
  readonly priority?: number | undefined;
  /** Milliseconds of computing that all slices together may take; past them the job fails with budget_exceeded. */
  readonly cpuBudgetMs?: number | undefined;
  /** When a job of this kind and scope has succeeded since (epoch milliseconds), no new one is queued. */
  readonly freshSince?: number;
  /** A name that no other unfinished job may have, of whatever kind and scope: the version of the model that it makes. */
  readonly reserves?: string;
}

/** Outcome of a request, and the job that was created or stands in its way. */
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

/** Result of a slice. */
export interface CommittedSlice extends JobReport {
  /** Path of the state after it. */
  readonly checkpoint: string;
  /** CPU time that it took. */
  readonly cpuMs: number;
}

export interface SliceFailure extends JobError {
  /** CPU time that the slice took all the same. */
  readonly cpuMs: number;
  /** Left out where trying again cannot help: the job has failed. */
  readonly retryAfterMs?: number;
}

export interface JobFilter {
  readonly kind?: string | undefined;
  readonly state?: JobState | undefined;
  readonly scope?: string | undefined;
  /** Jobs after this one, which must be there. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The truth about jobs. Every call is atomic; what is acknowledged is durable. */
export interface JobStore {
  /** @throws Failure conflict (another unfinished job has the name that this one reserves; the owner's account is gone) */
  enqueue(request: JobRequest): Promise<EnqueueOutcome>;
  /** Leases a waiting job, after bringing back those whose runner was lost; undefined when nothing waits. */
  claim(request: ClaimRequest): Promise<JobLease | undefined>;
  /**
   * Makes a slice count and ends its lease. The job as it is now: failed (budget_exceeded) once its budget is spent.
   * Undefined: another runner or a cancellation came first, and nothing changed.
   */
  commit(lease: JobLease, slice: CommittedSlice): Promise<Job | undefined>;
  /** Ends a lease without progress. Answers as `commit` does. */
  fail(lease: JobLease, failure: SliceFailure): Promise<Job | undefined>;
  /** Cancels the job unless it is finished; the job as it is now, or undefined where there is none. */
  cancel(jobId: string, actor: Actor): Promise<Job | undefined>;
  find(jobId: string): Promise<Job | undefined>;
  /** Those of the jobs that there are, in any order. */
  findAll(jobIds: readonly string[]): Promise<Job[]>;
  /**
   * Newest first.
   * @throws Failure invalid_request (there is no job to go on after)
   */
  list(filter: JobFilter): Promise<Job[]>;
  /** Ids of jobs that finished before the given time (epoch milliseconds) and whose blobs are not removed yet. */
  listUnswept(finishedBefore: number, limit: number): Promise<string[]>;
  markSwept(jobId: string): Promise<void>;
}

export const JOB_STATES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type JobState = (typeof JOB_STATES)[number];

/** A resumable piece of work. Times are milliseconds since the epoch. */
export interface Job {
  readonly id: string;
  /** Name of the definition that runs it, for example "training". */
  readonly kind: string;
  /** Its subject: one job of a kind and scope may be queued or running. */
  readonly scope: string;
  readonly spec: unknown;
  /** User on whose behalf it runs; undefined = the platform, or a user whose account is gone. */
  readonly owner: string | undefined;
  /** -10..10, higher first: one step is worth ten seconds of waiting. */
  readonly priority: number;
  /** Milliseconds of computing that all its slices together may take; undefined = no bound. */
  readonly cpuBudgetMs: number | undefined;
  /** Milliseconds of computing so far, failed slices included. */
  readonly cpuSpentMs: number;
  readonly state: JobState;
  readonly phase: string | undefined;
  /** Share done, 0..1. */
  readonly progress: number;
  /** Slices committed so far. */
  readonly sequence: number;
  /** Path of the state after the last committed slice. */
  readonly checkpoint: string | undefined;
  /** Slices lost or failed since the last committed one. */
  readonly attempts: number;
  readonly result: unknown;
  readonly error: JobError | undefined;
  readonly requestedBy: string;
  readonly createdAt: number;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
}

/** Reason of the last failed slice, fit to be shown. */
export interface JobError {
  readonly code: string;
  readonly detail: string;
}

/** True until the job has ended one way or another. */
export function isUnfinished(job: Job): boolean {
  return job.state === "queued" || job.state === "running";
}

/** Share done below which an estimate would be a guess. */
const MIN_PROGRESS = 0.05;

/** Milliseconds a running job still needs at its pace so far; undefined when that cannot be told. */
export function remainingMs(job: Job, now: number): number | undefined {
  if (job.state !== "running" || job.startedAt === undefined || job.progress < MIN_PROGRESS) return undefined;
  return Math.round(((now - job.startedAt) * (1 - job.progress)) / job.progress);
}

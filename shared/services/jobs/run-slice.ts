import { Failure } from "../../failure.ts";
import { isUnfinished, type Job } from "../../jobs/job.ts";
import type { JobDefinition, JobReport } from "../../jobs/job-definition.ts";
import type { BlobStore } from "../../ports/blob-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JobLease, JobStore, SliceFailure } from "../../ports/job-store.ts";
import { type ArtifactCache, createJobArtifacts } from "./artifacts.ts";
import { type BusyMeter, createBusyMeter } from "./busy-meter.ts";
import { sweepJob } from "./sweep.ts";

export interface JobRunnerDeps {
  readonly jobs: JobStore;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly artifactCache: ArtifactCache;
  /** Kinds of job that it runs. */
  readonly kinds: readonly string[];
  /** The code of one of them; it may have to be loaded first. */
  definitionOf(kind: string): Promise<JobDefinition<unknown, unknown>>;
}

export interface SliceRequest {
  /** Synchronous work after which the slice is saved; one step is always made. */
  readonly budgetMs: number;
  /** After this time the runner counts as lost; longer than any slice takes, waiting included. */
  readonly leaseMs: number;
  /** Only this job; else whichever has waited longest. */
  readonly jobId?: string;
}

/** How a slice ended. `lost`: another runner or a cancellation came first, and the work of this slice does not count. */
export type SliceOutcome =
  | { readonly kind: "idle" }
  | { readonly kind: "advanced" | "finished" | "lost"; readonly jobId: string; readonly busyMs: number }
  | { readonly kind: "failed"; readonly jobId: string; readonly cause: unknown };

const FIRST_RETRY_MS = 1_000;

/** Takes a waiting job one slice further: claim, load the checkpoint, step until the budget is spent, save, commit. */
export async function runJobSlice(deps: JobRunnerDeps, request: SliceRequest): Promise<SliceOutcome> {
  const { budgetMs, ...claim } = request;
  const lease = await deps.jobs.claim({ ...claim, kinds: deps.kinds });
  if (!lease) return { kind: "idle" };
  const jobId = lease.job.id;
  const meter = createBusyMeter(deps.clock);
  try {
    // As much as it costs, an isolate pays it once: it is no work of the slice.
    const definition = await meter.waiting(() => deps.definitionOf(lease.job.kind));
    const { report, checkpoint } = await advance(deps, definition, lease, meter, budgetOf(budgetMs, lease));
    const busyMs = meter.busyMs();
    const job = await deps.jobs.commit(lease, { ...report, checkpoint, cpuMs: busyMs });
    await removeOutdated(deps, lease, job, checkpoint);
    if (job?.error)
      return { kind: "failed", jobId, cause: new Error(`${job.error.code}: ${job.error.detail}`) };
    return { kind: !job ? "lost" : isUnfinished(job) ? "advanced" : "finished", jobId, busyMs };
  } catch (cause) {
    const busyMs = meter.busyMs();
    const job = await deps.jobs.fail(lease, { ...failureOf(cause, lease), cpuMs: busyMs });
    return job ? { kind: "failed", jobId, cause } : { kind: "lost", jobId, busyMs };
  }
}

/** A slice whose runner was lost may have been too much for it: the next one does half as much, and so on. */
function budgetOf(budgetMs: number, { job }: JobLease): number {
  return budgetMs / 2 ** job.attempts;
}

/** Steps until the budget is spent or the job done, and saves the state under a path that no other slice ever writes. */
async function advance(
  deps: JobRunnerDeps,
  definition: JobDefinition<unknown, unknown>,
  lease: JobLease,
  meter: BusyMeter,
  budgetMs: number,
) {
  const { job, token } = lease;
  const artifacts = createJobArtifacts({ blobs: deps.blobs, cache: deps.artifactCache, meter }, job.id);
  const spec = definition.parseSpec(job.spec);
  const saved = await loadCheckpoint(deps, lease, meter);
  let state = saved ? definition.decodeState(saved) : definition.start(spec);
  let report: JobReport;
  do {
    state = await definition.step(spec, state, { jobId: job.id, artifacts });
    report = definition.report(state, spec);
  } while (report.result === undefined && meter.busyMs() < budgetMs);
  const checkpoint = `${job.id}/${job.sequence + 1}-${token}`;
  const bytes = definition.encodeState(state);
  await meter.waiting(() => deps.blobs.put(checkpoint, bytes));
  return { report, checkpoint };
}

async function loadCheckpoint(
  { blobs }: JobRunnerDeps,
  { job }: JobLease,
  meter: BusyMeter,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const path = job.checkpoint;
  if (path === undefined) return undefined;
  const bytes = await meter.waiting(() => blobs.get(path));
  if (!bytes) throw new Error(`the checkpoint ${path} is gone`);
  return bytes;
}

/** Removes a checkpoint that is never read again: only the last committed one is. If that fails, it goes when the job is swept. */
async function removeOutdated(
  deps: JobRunnerDeps,
  { job }: JobLease,
  committed: Job | undefined,
  checkpoint: string,
): Promise<void> {
  const outdated = committed ? job.checkpoint : checkpoint;
  try {
    if (committed && !isUnfinished(committed)) await sweepJob(deps, job.id);
    else if (outdated !== undefined) await deps.blobs.remove([outdated]);
  } catch {
    // The slice is committed; removal is housekeeping.
  }
}

/** An expected refusal ends the job; anything else may pass, so it is tried again, ever later, until attempts run out. */
function failureOf(cause: unknown, { job }: JobLease): Omit<SliceFailure, "cpuMs"> {
  const retryAfterMs = FIRST_RETRY_MS * 2 ** job.attempts;
  if (!(cause instanceof Failure)) {
    return { code: "internal", detail: "Something went wrong on our side.", retryAfterMs };
  }
  const { code, detail } = cause;
  const mayPass = code === "unavailable" || code === "internal";
  return mayPass ? { code, detail, retryAfterMs } : { code, detail };
}

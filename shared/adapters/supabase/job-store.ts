import type { Job, JobState } from "../../jobs/job.ts";
import type { EnqueueOutcome, JobLease, JobStore } from "../../ports/job-store.ts";
import { toActorRow } from "./actor-row.ts";
import { callFunction, type ProjectClient } from "./client.ts";

interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly scope: string;
  readonly spec: unknown;
  readonly state: JobState;
  readonly phase: string | null;
  readonly progress: number;
  readonly sequence: number;
  readonly checkpoint: string | null;
  readonly attempts: number;
  readonly lease_token: string | null;
  readonly result: unknown;
  readonly error_code: string | null;
  readonly error_detail: string | null;
  readonly requested_by: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

/** Jobs in the table `jobs`: each call is one SQL function, one transaction. */
export function createSupabaseJobStore(client: ProjectClient): JobStore {
  const rows = (name: string, args: Record<string, unknown>) => callFunction<JobRow[]>(client, name, args);
  const jobOf = ([row]: JobRow[]) => (row ? toJob(row) : undefined);
  const slice = ({ job, token }: JobLease) => ({
    p_id: job.id,
    p_lease_token: token,
    p_sequence: job.sequence,
  });

  return {
    async enqueue({ kind, scope, spec, requestedBy, freshSince, reserves }) {
      const { outcome, job } = await callFunction<{ outcome: EnqueueOutcome["outcome"]; job: JobRow }>(
        client,
        "enqueue_job",
        {
          p_kind: kind,
          p_scope: scope,
          p_spec: spec,
          p_actor: toActorRow(requestedBy),
          p_fresh_since: freshSince === undefined ? null : new Date(freshSince).toISOString(),
          p_reserves: reserves ?? null,
        },
      );
      return { outcome, job: toJob(job) };
    },
    async claim({ kinds, jobId, leaseMs }) {
      const [row] = await rows("claim_job", {
        p_kinds: kinds,
        p_lease_seconds: leaseMs / 1_000,
        p_id: jobId ?? null,
      });
      return row ? { job: toJob(row), token: row.lease_token! } : undefined;
    },
    commit: (lease, checkpoint, { phase, progress, result }) =>
      callFunction<boolean>(client, "commit_job_slice", {
        ...slice(lease),
        p_phase: phase,
        p_progress: progress,
        p_checkpoint: checkpoint,
        p_result: result ?? null,
      }),
    fail: (lease, { code, detail, retryAfterMs }) =>
      callFunction<boolean>(client, "fail_job_slice", {
        ...slice(lease),
        p_error_code: code,
        p_error_detail: detail,
        p_retry_after_seconds: retryAfterMs === undefined ? null : retryAfterMs / 1_000,
      }),
    cancel: async (jobId, actor) =>
      jobOf(await rows("cancel_job", { p_id: jobId, p_actor: toActorRow(actor) })),
    find: async (jobId) => jobOf(await rows("find_job", { p_id: jobId })),
    listUnswept: (finishedBefore, limit) =>
      callFunction<string[]>(client, "list_unswept_jobs", {
        p_finished_before: new Date(finishedBefore).toISOString(),
        p_limit: limit,
      }),
    markSwept: (jobId) => callFunction<void>(client, "mark_job_swept", { p_id: jobId }),
  };
}

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    scope: row.scope,
    spec: row.spec,
    state: row.state,
    phase: row.phase ?? undefined,
    progress: row.progress,
    sequence: row.sequence,
    checkpoint: row.checkpoint ?? undefined,
    attempts: row.attempts,
    result: row.result ?? undefined,
    error:
      row.error_code === null
        ? undefined
        : { code: row.error_code, detail: row.error_detail ?? row.error_code },
    requestedBy: row.requested_by,
    createdAt: Date.parse(row.created_at),
    startedAt: timeOf(row.started_at),
    finishedAt: timeOf(row.finished_at),
  };
}

function timeOf(text: string | null): number | undefined {
  return text === null ? undefined : Date.parse(text);
}

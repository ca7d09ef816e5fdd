import type { Job, JobState } from "../../jobs/job.ts";
import type { EnqueueOutcome, JobLease, JobStore } from "../../ports/job-store.ts";
import { toActorRow } from "./actor-row.ts";
import { callFunction, type ProjectClient } from "./client.ts";

interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly scope: string;
  readonly spec: unknown;
  readonly owner_id: string | null;
  readonly priority: number;
  readonly cpu_budget_ms: number | null;
  readonly cpu_spent_ms: number;
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
  const job = async (name: string, args: Record<string, unknown>) => {
    const [row] = await rows(name, args);
    return row && toJob(row);
  };
  const slice = ({ job, token }: JobLease) => ({
    p_id: job.id,
    p_lease_token: token,
    p_sequence: job.sequence,
  });

  return {
    async enqueue({ requestedBy, freshSince, cpuBudgetMs, ...columns }) {
      const { outcome, job: row } = await callFunction<{ outcome: EnqueueOutcome["outcome"]; job: JobRow }>(
        client,
        "enqueue_job",
        {
          p_job: { ...columns, ...(cpuBudgetMs !== undefined && { cpu_budget_ms: cpuBudgetMs }) },
          p_actor: toActorRow(requestedBy),
          p_fresh_since: freshSince === undefined ? null : new Date(freshSince).toISOString(),
        },
      );
      return { outcome, job: toJob(row) };
    },
    async claim({ kinds, jobId, leaseMs }) {
      const [row] = await rows("claim_job", {
        p_kinds: kinds,
        p_lease_seconds: leaseMs / 1_000,
        p_id: jobId ?? null,
      });
      return row ? { job: toJob(row), token: row.lease_token! } : undefined;
    },
    commit: (lease, { phase, progress, checkpoint, cpuMs, result }) =>
      job("commit_job_slice", {
        ...slice(lease),
        p_phase: phase,
        p_progress: progress,
        p_checkpoint: checkpoint,
        p_cpu_ms: cpuMs,
        p_result: result ?? null,
      }),
    fail: (lease, { cpuMs, code, detail, retryAfterMs }) =>
      job("fail_job_slice", {
        ...slice(lease),
        p_cpu_ms: cpuMs,
        p_error_code: code,
        p_error_detail: detail,
        p_retry_after_seconds: retryAfterMs === undefined ? null : retryAfterMs / 1_000,
      }),
    cancel: (jobId, actor) => job("cancel_job", { p_id: jobId, p_actor: toActorRow(actor) }),
    find: (jobId) => job("find_jobs", { p_ids: [jobId] }),
    findAll: async (jobIds) => (await rows("find_jobs", { p_ids: jobIds })).map(toJob),
    list: async ({ kind, state, scope, after, limit }) => {
      const found = await rows("list_jobs", {
        p_kind: kind ?? null,
        p_state: state ?? null,
        p_scope: scope ?? null,
        p_after: after ?? null,
        p_limit: limit,
      });
      return found.map(toJob);
    },
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
    owner: row.owner_id ?? undefined,
    priority: row.priority,
    cpuBudgetMs: row.cpu_budget_ms ?? undefined,
    cpuSpentMs: row.cpu_spent_ms,
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

import { isUnfinished, type Job } from "../../../shared/jobs/job.ts";
import type { Clock } from "../../../shared/ports/clock.ts";
import type { JobLease, JobStore } from "../../../shared/ports/job-store.ts";

interface Row {
  job: Job;
  token: string | undefined;
  swept: boolean;
}

/** Jobs in memory, and what a test arranges with them. */
export interface MemoryJobStore extends JobStore {
  /** Ends every lease as if its runner had been lost for longer than it was given. */
  loseRunners(): void;
}

/**
 * Rows in memory, which a lease holds and a token changes. The rules are the database's and are tried there
 * (tests/sql/enqueue-job, claim-job, job-slices): whose turn it is, when a lease ends, how often a job is tried, what stands in its way.
 */
export function createMemoryJobStore(clock: Pick<Clock, "now">): MemoryJobStore {
  const rows = new Map<string, Row>();
  const newestFirst = () => Array.from(rows.values(), ({ job }) => job).reverse();

  function endLease(row: Row, change: Partial<Job>): Job {
    const job = { ...row.job, ...change };
    row.job = isUnfinished(job) ? job : { ...job, finishedAt: clock.now() };
    row.token = undefined;
    return row.job;
  }

  function held({ job, token }: JobLease): Row | undefined {
    const row = rows.get(job.id);
    return row?.token === token ? row : undefined;
  }

  return {
    async enqueue({ kind, scope, spec, requestedBy, priority = 0, cpuBudgetMs }) {
      const job: Job = {
        id: crypto.randomUUID(),
        kind,
        scope,
        spec: structuredClone(spec),
        state: "queued",
        owner: undefined,
        priority,
        cpuBudgetMs,
        cpuSpentMs: 0,
        phase: undefined,
        progress: 0,
        sequence: 0,
        checkpoint: undefined,
        attempts: 0,
        result: undefined,
        error: undefined,
        requestedBy: requestedBy.id ?? requestedBy.kind,
        createdAt: clock.now(),
        startedAt: undefined,
        finishedAt: undefined,
      };
      rows.set(job.id, { job, token: undefined, swept: false });
      return { outcome: "created", job };
    },
    async claim({ kinds, jobId }) {
      const row = [...rows.values()].find(
        ({ job, token }) =>
          isUnfinished(job) && !token && kinds.includes(job.kind) && (jobId ?? job.id) === job.id,
      );
      if (!row) return undefined;
      row.job = { ...row.job, state: "running", startedAt: row.job.startedAt ?? clock.now() };
      row.token = crypto.randomUUID();
      return { job: row.job, token: row.token };
    },
    async commit(lease, { cpuMs, ...slice }) {
      const row = held(lease);
      return (
        row &&
        endLease(row, {
          ...slice,
          state: slice.result === undefined ? "running" : "succeeded",
          sequence: row.job.sequence + 1,
          cpuSpentMs: row.job.cpuSpentMs + Math.ceil(cpuMs),
          attempts: 0,
          error: undefined,
        })
      );
    },
    async fail(lease, { cpuMs, retryAfterMs, ...error }) {
      const row = held(lease);
      return (
        row &&
        endLease(row, {
          state: retryAfterMs === undefined ? "failed" : "queued",
          cpuSpentMs: row.job.cpuSpentMs + Math.ceil(cpuMs),
          attempts: row.job.attempts + 1,
          error,
        })
      );
    },
    async cancel(jobId) {
      const row = rows.get(jobId);
      return row && (isUnfinished(row.job) ? endLease(row, { state: "cancelled" }) : row.job);
    },
    find: async (jobId) => rows.get(jobId)?.job,
    findAll: async (jobIds) => newestFirst().filter(({ id }) => jobIds.includes(id)),
    async list({ kind, state, scope, after, limit }) {
      const jobs = newestFirst();
      return jobs
        .slice(after === undefined ? 0 : jobs.findIndex(({ id }) => id === after) + 1)
        .filter((job) => (kind ?? job.kind) === job.kind && (state ?? job.state) === job.state)
        .filter((job) => (scope ?? job.scope) === job.scope)
        .slice(0, limit);
    },
    async listUnswept(finishedBefore, limit) {
      return [...rows.values()]
        .filter(({ job, swept }) => !swept && (job.finishedAt ?? Infinity) < finishedBefore)
        .slice(0, limit)
        .map(({ job }) => job.id);
    },
    async markSwept(jobId) {
      const row = rows.get(jobId);
      if (row) row.swept = true;
    },
    loseRunners() {
      for (const row of rows.values()) if (row.token) endLease(row, { attempts: row.job.attempts + 1 });
    },
  };
}

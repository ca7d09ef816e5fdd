import { Failure } from "../../../shared/failure.ts";
import { isUnfinished, type Job } from "../../../shared/jobs/job.ts";
import type { Clock } from "../../../shared/ports/clock.ts";
import type { JobLease, JobStore } from "../../../shared/ports/job-store.ts";

interface Row {
  job: Job;
  lease?: { token: string; until: number } | undefined;
  readonly reserves: string | undefined;
  runAfter: number;
  swept: boolean;
}

const MAX_ATTEMPTS = 5;

/** Jobs in memory, by the same rules as the database's; the contract test runs against both. */
export function createMemoryJobStore(clock: Clock): JobStore {
  const rows = new Map<string, Row>();
  const ofScope = (kind: string, scope: string) =>
    [...rows.values()].filter(({ job }) => job.kind === kind && job.scope === scope);

  function endLease(row: Row, change: Partial<Job>, runAfter = clock.now()) {
    const job = { ...row.job, ...change };
    row.job = isUnfinished(job) ? job : { ...job, finishedAt: clock.now() };
    row.lease = undefined;
    row.runAfter = runAfter;
  }

  function failed(row: Row, code: string, detail: string, retryAfterMs: number | undefined) {
    const attempts = row.job.attempts + 1;
    const state = retryAfterMs === undefined || attempts >= MAX_ATTEMPTS ? "failed" : "queued";
    endLease(row, { state, attempts, error: { code, detail } }, clock.now() + (retryAfterMs ?? 0));
  }

  function reap() {
    for (const row of rows.values()) {
      if (row.lease && row.lease.until < clock.now()) {
        failed(row, "runner_lost", "The runner went away before its slice was committed.", 0);
      }
    }
  }

  function held({ job, token }: JobLease): Row | undefined {
    const row = rows.get(job.id);
    return row?.lease?.token === token && row.job.sequence === job.sequence ? row : undefined;
  }

  return {
    async enqueue({ kind, scope, spec, requestedBy, freshSince, reserves, priority = 0, cpuBudgetMs }) {
      const others = ofScope(kind, scope).map(({ job }) => job);
      const running = others.find(isUnfinished);
      if (running) return { outcome: "running", job: running };
      const fresh = others.findLast(
        ({ state, finishedAt }) => state === "succeeded" && finishedAt! >= (freshSince ?? Infinity),
      );
      if (fresh) return { outcome: "fresh", job: fresh };
      const holder = [...rows.values()].find(
        (row) => row.reserves !== undefined && row.reserves === reserves && isUnfinished(row.job),
      )?.job;
      if (holder) {
        throw new Failure("conflict", `The job ${holder.id} that makes ${reserves} is ${holder.state}.`);
      }
      const job: Job = {
        id: crypto.randomUUID(),
        kind,
        scope,
        spec: structuredClone(spec),
        owner: ["user", "operator"].includes(requestedBy.kind) ? requestedBy.id : undefined,
        priority,
        cpuBudgetMs,
        cpuSpentMs: 0,
        state: "queued",
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
      rows.set(job.id, { job, reserves, runAfter: clock.now(), swept: false });
      return { outcome: "created", job };
    },
    async claim({ kinds, jobId, leaseMs }) {
      reap();
      const [row] = [...rows.values()]
        .filter(({ job, lease, runAfter }) => isUnfinished(job) && !lease && runAfter <= clock.now())
        .filter(({ job }) => kinds.includes(job.kind) && (jobId === undefined || job.id === jobId))
        .sort((a, b) => a.runAfter - b.runAfter);
      if (!row) return undefined;
      row.job = { ...row.job, state: "running", startedAt: row.job.startedAt ?? clock.now() };
      row.lease = { token: crypto.randomUUID(), until: clock.now() + leaseMs };
      return { job: row.job, token: row.lease.token };
    },
    async commit(lease, { checkpoint, phase, progress, result, cpuMs }) {
      const row = held(lease);
      if (!row) return undefined;
      const state = result === undefined ? "running" : "succeeded";
      const sequence = row.job.sequence + 1;
      const cpuSpentMs = row.job.cpuSpentMs + cpuMs;
      const slice = { phase, progress, result, checkpoint, sequence, cpuSpentMs };
      endLease(row, { state, ...slice, attempts: 0, error: undefined });
      return row.job;
    },
    async fail(lease, { code, detail, retryAfterMs, cpuMs }) {
      const row = held(lease);
      if (!row) return undefined;
      row.job = { ...row.job, cpuSpentMs: row.job.cpuSpentMs + cpuMs };
      failed(row, code, detail, retryAfterMs);
      return row.job;
    },
    async cancel(jobId) {
      const row = rows.get(jobId);
      if (row && isUnfinished(row.job)) endLease(row, { state: "cancelled" });
      return row?.job;
    },
    find: async (jobId) => rows.get(jobId)?.job,
    async list({ kind, state, scope, after, limit }) {
      const newestFirst = [...rows.values()].map(({ job }) => job).reverse();
      const start = after === undefined ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1;
      return newestFirst
        .slice(start)
        .filter((job) => (kind ?? job.kind) === job.kind)
        .filter((job) => (state ?? job.state) === job.state && (scope ?? job.scope) === job.scope)
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
  };
}

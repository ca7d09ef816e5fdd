import * as z from "zod";
import { JOB_STATES, type Job, remainingMs } from "../../shared/jobs/job.ts";
import { JOB_KIND_NAMES } from "../../shared/jobs/job-kinds.ts";
import { type JobSchema, JobSummarySchema } from "../../shared/wire/job.ts";
import { isoMoment, isoMomentOrNull } from "../../shared/wire/moment.ts";
import { IdSchema, integerQuery, lineOfText } from "../../shared/wire/primitives.ts";

export const JobParams = z.object({ id: IdSchema });

export const ListJobsQuery = z.strictObject({
  kind: z.enum(JOB_KIND_NAMES).optional(),
  state: z.enum(JOB_STATES).optional(),
  scope: lineOfText(300).optional().meta({ example: "SYN-COIN 1h 12" }),
  limit: integerQuery(1, 100, 50),
  cursor: z.uuid().optional().describe("`next_cursor` of the page before"),
});

export const JobsAnswer = z
  .object({ jobs: z.array(JobSummarySchema), next_cursor: z.uuid().nullable() })
  .meta({ id: "Jobs" });

export function toSummary(job: Job, now: number): z.output<typeof JobSummarySchema> {
  const leftMs = remainingMs(job, now);
  return {
    id: job.id,
    kind: job.kind,
    scope: job.scope,
    state: job.state,
    owner_id: job.owner ?? null,
    priority: job.priority,
    phase: job.phase ?? null,
    progress: job.progress,
    eta_seconds: leftMs === undefined ? null : Math.round(leftMs / 1_000),
    slices: job.sequence,
    cpu_seconds: job.cpuSpentMs / 1_000,
    cpu_budget_seconds: job.cpuBudgetMs === undefined ? null : job.cpuBudgetMs / 1_000,
    error: job.error ?? null,
    created_at: isoMoment(job.createdAt),
    started_at: isoMomentOrNull(job.startedAt),
    finished_at: isoMomentOrNull(job.finishedAt),
  };
}

export function toWire(job: Job, now: number): z.output<typeof JobSchema> {
  return { ...toSummary(job, now), result: job.result ?? null };
}

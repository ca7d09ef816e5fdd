import * as z from "zod";
import { JOB_STATES } from "../jobs/job.ts";
import { MomentAnswer } from "./moment.ts";

const Seconds = z.number().min(0);

export const JobSchema = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    scope: z.string().describe("Its subject: one job of a kind and scope may be queued or running"),
    state: z.enum(JOB_STATES),
    owner_id: z.uuid().nullable().describe("User on whose behalf it runs; null is the platform"),
    priority: z.int().describe("-10 to 10, higher first: one step is worth ten seconds of waiting"),
    phase: z.string().nullable(),
    progress: z.number().min(0).max(1),
    eta_seconds: z.number().nullable().describe("At the pace so far; null when that cannot be told"),
    slices: z.int().describe("Pieces of work committed so far"),
    cpu_seconds: Seconds.describe("Computed so far by all slices"),
    cpu_budget_seconds: Seconds.nullable().describe(
      "What all slices together may compute; past it the job fails with budget_exceeded. Null is no bound",
    ),
    result: z.unknown().describe("What came of it; null until it has succeeded"),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    created_at: MomentAnswer,
    started_at: MomentAnswer.nullable(),
    finished_at: MomentAnswer.nullable(),
  })
  .meta({ id: "Job" });

/** The same without what came of it, which may be large. */
export const JobSummarySchema = JobSchema.omit({ result: true }).meta({ id: "JobSummary" });

/** Members of a request for a job, in whichever function takes it. */
export const PrioritySchema = z
  .int()
  .min(-10)
  .max(10)
  .default(0)
  .describe("Jobs of higher priority go first: one step is worth ten seconds of waiting");

export const CpuBudgetSchema = z
  .number()
  .positive()
  .max(1_000_000)
  .optional()
  .describe(
    "Seconds that the job may compute in all; past them it fails with budget_exceeded. No bound when left out",
  );

/** Where a job is read and followed. */
export function jobUrl(deps: { readonly publicUrl: string }, jobId: string): string {
  return `${deps.publicUrl}/functions/v1/jobs/${jobId}`;
}

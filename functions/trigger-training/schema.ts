import { z } from "@hono/zod-openapi";
import {
  HorizonSchema,
  ModelVersionSchema,
  MomentSchema,
  SymbolSchema,
  TimeframeSchema,
} from "../../shared/http/wire.ts";
import { type Job, remainingMs } from "../../shared/jobs/job.ts";
import { parseHorizon } from "../../shared/market/horizon.ts";
import { MIN_HORIZON_BARS } from "../../shared/ml/labels/triple-barrier.ts";
import { FAMILIES } from "../../shared/ml/learners.ts";
import { MAX_HORIZON_BARS, MAX_SYMBOLS } from "../../shared/services/training/training-spec.ts";

export const TriggerTrainingBody = z
  .strictObject({
    symbols: z.array(SymbolSchema).min(1).max(MAX_SYMBOLS),
    timeframe: TimeframeSchema,
    horizon: HorizonSchema,
    force_retrain: z
      .boolean()
      .default(false)
      .describe("Train even when the same scope was trained in the last seven days"),
    model_version: ModelVersionSchema.optional().describe(
      "Name of the new model; made from scope and time when left out",
    ),
    family: z.enum(FAMILIES).default("boosting").describe("The learner"),
    params: z.record(z.string(), z.unknown()).default({}).describe("The learner's parameters"),
    seed: z.int().min(0).max(0xffff_ffff).default(0),
    from: MomentSchema.optional().describe("First bar to use; the newest that fit when left out"),
    to: MomentSchema.optional().describe("End of the bars to use, exclusive"),
    promote: z
      .enum(["if_passed", "never"])
      .default("if_passed")
      .describe("Whether a model that passes the gate may serve at once where no other does"),
  })
  .transform(({ horizon, ...body }, context) => {
    const horizonBars = parseHorizon(horizon, body.timeframe);
    if (horizonBars !== undefined && horizonBars >= MIN_HORIZON_BARS && horizonBars <= MAX_HORIZON_BARS) {
      return { ...body, horizonBars };
    }
    context.addIssue({
      code: "custom",
      path: ["horizon"],
      message: `must be ${MIN_HORIZON_BARS} to ${MAX_HORIZON_BARS} bars of ${body.timeframe}, or a duration of so many`,
    });
    return z.NEVER;
  })
  .openapi("TriggerTraining");

export const StartedAnswer = z
  .object({
    status: z.literal("started"),
    job_id: z.uuid(),
    job_url: z.url(),
    initiated_at: z.iso.datetime(),
  })
  .openapi("TrainingStarted");

export const SkippedAnswer = z
  .object({
    status: z.literal("skipped"),
    message: z.string(),
    last_training: z.iso.datetime(),
    job_id: z.uuid(),
    job_url: z.url(),
  })
  .openapi("TrainingSkipped");

export const JobParams = z.object({ id: z.uuid().openapi({ param: { name: "id", in: "path" } }) });

export const JobSchema = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    scope: z.string(),
    state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
    phase: z.string().nullable(),
    progress: z.number().min(0).max(1),
    eta_seconds: z.number().nullable().describe("At the pace so far; null when that cannot be told"),
    slices: z.int().describe("Pieces of work committed so far"),
    result: z.unknown().describe("What came of it; null until it has succeeded"),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .openapi("Job");

export function toWire(job: Job, now: number): z.infer<typeof JobSchema> {
  const leftMs = remainingMs(job, now);
  return {
    id: job.id,
    kind: job.kind,
    scope: job.scope,
    state: job.state,
    phase: job.phase ?? null,
    progress: job.progress,
    eta_seconds: leftMs === undefined ? null : Math.round(leftMs / 1_000),
    slices: job.sequence,
    result: job.result ?? null,
    error: job.error ?? null,
    created_at: isoTime(job.createdAt),
    started_at: job.startedAt === undefined ? null : isoTime(job.startedAt),
    finished_at: job.finishedAt === undefined ? null : isoTime(job.finishedAt),
  };
}

/** Where a job's state is read. */
export function jobUrl(deps: { readonly publicUrl: string }, job: Job): string {
  return `${deps.publicUrl}/functions/v1/trigger-training/jobs/${job.id}`;
}

export const isoTime = (ts: number): string => new Date(ts).toISOString();

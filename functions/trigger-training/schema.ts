import * as z from "zod";
import { parseHorizon } from "../../shared/market/horizon.ts";
import type { Timeframe } from "../../shared/market/timeframe.ts";
import { HORIZON_NAMES, namedHorizon } from "../../shared/ml/horizons.ts";
import { LABEL_KINDS, minHorizonBars } from "../../shared/ml/labels/label-spec.ts";
import { FAMILY_NAMES } from "../../shared/ml/learners.ts";
import {
  ISOLATE_BARS,
  MAX_BARS,
  MAX_HORIZON_BARS,
  MAX_SYMBOLS,
  SearchOptions,
  ValidationOptions,
} from "../../shared/services/training/spec.ts";
import { CpuBudgetSchema, PrioritySchema } from "../../shared/wire/job.ts";
import { MomentAnswer } from "../../shared/wire/moment.ts";
import {
  HorizonSchema,
  ModelVersionSchema,
  MomentSchema,
  SymbolSchema,
  TimeframeSchema,
} from "../../shared/wire/primitives.ts";

const DAY_MS = 86_400_000;
const NAMES = HORIZON_NAMES.join(", ");

/** A named horizon where no timeframe is given, else a number of its bars (NaN when it is none). */
function askedHorizon(timeframe: Timeframe | undefined, horizon: number | string) {
  if (timeframe === undefined) return namedHorizon(horizon);
  const horizonBars = parseHorizon(horizon, timeframe) ?? Number.NaN;
  return { timeframe, horizonBars, label: "triple_barrier", families: ["boosting"] } as const;
}

export const TriggerTrainingBody = z
  .strictObject({
    symbols: z.array(SymbolSchema).min(1).max(MAX_SYMBOLS),
    timeframe: TimeframeSchema.optional().describe("May be left out with a named horizon, which has its own"),
    horizon: HorizonSchema.describe(
      `A name (${NAMES}), which decides on timeframe, bars and label; with a timeframe a number of its bars, or a duration of so many`,
    ),
    label: z
      .enum(LABEL_KINDS)
      .optional()
      .describe("How outcomes are told; triple_barrier, or as the named horizon has it, when left out"),
    half_life_days: z
      .number()
      .positive()
      .max(36_500)
      .optional()
      .describe("Age at which a row counts half as much as the newest; all count the same when left out"),
    force_retrain: z
      .boolean()
      .default(false)
      .describe("Train even when the same scope was trained in the last seven days"),
    model_version: ModelVersionSchema.optional().meta({
      example: "my-model-1",
      description: "Name of the new model; made from scope and time when left out",
    }),
    family: z.enum(FAMILY_NAMES).optional().describe("The learner; boosting when left out"),
    params: z.record(z.string(), z.unknown()).default({}).describe("The learner's parameters"),
    search: SearchOptions.optional().describe(
      "Looks for better parameters first, by successive halving; params that are given stay as given. {} for the defaults",
    ),
    validation: z
      .preprocess((given) => (typeof given === "string" ? { scheme: given } : given), ValidationOptions)
      .optional()
      .describe(
        "Cross-validates on the training part before the model is fitted: walk-forward (expanding, or rolling with window_days), or combinatorially purged with its paths. The scores go into the card and the gate's evidence. The scheme's name alone takes the defaults",
      ),
    seed: z.int().min(0).max(0xffff_ffff).default(0),
    max_bars: z
      .int()
      .min(1_000)
      .max(MAX_BARS)
      .optional()
      .describe(
        `Bars of all symbols together at most, the newest ones: ${ISOLATE_BARS} by default; more than that needs a worker`,
      ),
    from: MomentSchema.optional().describe("First bar to use; the newest that fit when left out"),
    to: MomentSchema.optional().meta({
      example: "2026-02-01T00:00:00Z",
      description: "End of the bars to use, exclusive",
    }),
    promote: z
      .enum(["if_passed", "never"])
      .default("if_passed")
      .describe("Whether a model that passes the gate may serve at once where no other does"),
    priority: PrioritySchema,
    cpu_budget_seconds: CpuBudgetSchema,
  })
  .transform(
    (
      { timeframe, horizon, label, family, half_life_days, max_bars, cpu_budget_seconds, ...body },
      context,
    ) => {
      const refuse = (path: string, message: string) => {
        context.addIssue({ code: "custom", path: [path], message });
        return z.NEVER;
      };
      const asked = askedHorizon(timeframe, horizon);
      if (!asked) return refuse("timeframe", `must be given, unless horizon is one of ${NAMES}`);
      const known = {
        timeframe: asked.timeframe,
        horizonBars: asked.horizonBars,
        label: label ?? asked.label,
      };
      const least = minHorizonBars(known.label);
      if (!(known.horizonBars >= least && known.horizonBars <= MAX_HORIZON_BARS)) {
        const range = `${least} to ${MAX_HORIZON_BARS} bars of ${known.timeframe}`;
        return refuse("horizon", `must be ${range} for the label ${known.label}, or a duration of so many`);
      }
      return {
        ...body,
        ...known,
        maxBars: max_bars,
        family: family ?? asked.families[0],
        lookbackBars: "lookbackBars" in asked ? asked.lookbackBars : undefined,
        ...(half_life_days !== undefined && { halfLifeMs: half_life_days * DAY_MS }),
        ...(cpu_budget_seconds !== undefined && { cpuBudgetMs: Math.ceil(cpu_budget_seconds * 1_000) }),
      };
    },
  )
  .meta({ id: "TriggerTraining", examples: [{ symbols: ["SYN-COIN"], timeframe: "1h", horizon: 12 }] });

export const StartedAnswer = z
  .object({
    status: z.literal("started"),
    job_id: z.uuid(),
    job_url: z.url(),
    initiated_at: MomentAnswer,
  })
  .meta({ id: "TrainingStarted" });

export const SkippedAnswer = z
  .object({
    status: z.literal("skipped"),
    message: z.string(),
    last_training: MomentAnswer,
    job_id: z.uuid(),
    job_url: z.url(),
  })
  .meta({ id: "TrainingSkipped" });

import * as z from "zod";
import { Failure } from "../../failure.ts";
import { TIMEFRAMES } from "../../market/timeframe.ts";
import { DEFAULT_GATE_THRESHOLDS } from "../../ml/gate/gate-thresholds.ts";
import { GateThresholdsSchema } from "../../ml/gate/gate-thresholds-schema.ts";
import { LABEL_KINDS, MIN_HORIZON_BARS } from "../../ml/labels/label-spec.ts";

export const TRAINING_KIND = "training";

/** Longest horizon in bars; the bars of one horizon must be few beside those of the holdout. */
export const MAX_HORIZON_BARS = 500;
/** Bars of all symbols together at most; beyond what an isolate has the CPU for, a worker is needed. */
export const MAX_BARS = 80_000;
/** Bars that isolates alone get through: all features of so many bars are read within one slice. */
export const ISOLATE_BARS = 40_000;
/** So many symbols share the rows that one model can learn from. */
export const MAX_SYMBOLS = 32;

/** A search for parameters by successive halving; docs/training.md tells how. */
export const SearchOptions = z.strictObject({
  /** Configurations to try. */
  trials: z.int().min(2).max(200).default(50),
  /** Of so many trials one goes on to the next rung, with as many times the rows. */
  eta: z.int().min(2).max(5).default(3),
  rungs: z.int().min(1).max(5).default(3),
  /** Walk-forward folds within the training part that each trial is evaluated on. */
  folds: z.int().min(1).max(5).default(2),
});

/** Cross-validation of what will be trained, on the training part alone; docs/training.md tells how. */
export const ValidationOptions = z.discriminatedUnion("scheme", [
  z.strictObject({
    scheme: z.literal("walk_forward"),
    folds: z.int().min(2).max(10).default(5),
    /** A rolling window: each fold learns from the rows of so many days before its test, from all of them when left out. */
    window_days: z.number().positive().max(36_500).optional(),
  }),
  z
    .strictObject({
      scheme: z.literal("cpcv"),
      /** Stretches of time that the rows are cut into. */
      groups: z.int().min(3).max(10).default(6),
      /** How many of them each fold is tested on. */
      test_groups: z.int().min(1).max(3).default(2),
    })
    .refine((options) => options.test_groups < options.groups, {
      path: ["test_groups"],
      message: "must be fewer than groups, or nothing is left to learn from",
    }),
]);

const schema = z.strictObject({
  /** Sorted, without repeats. */
  symbols: z.array(z.string()).min(1).max(MAX_SYMBOLS),
  universe: z.string(),
  timeframe: z.enum(TIMEFRAMES),
  horizonBars: z.int().min(MIN_HORIZON_BARS).max(MAX_HORIZON_BARS),
  label: z.enum(LABEL_KINDS).default("triple_barrier"),
  /** Age at which a row counts half as much as the newest, for learning alone; all ages count the same when null. */
  halfLifeMs: z.number().positive().nullable().default(null),
  modelVersion: z.string(),
  family: z.string(),
  /** Parameters of the learner; what is left out takes the family's default. */
  params: z.record(z.string(), z.unknown()),
  /** Looks for better parameters first; null: the given ones are taken. */
  search: SearchOptions.nullable().default(null),
  /** Cross-validates before the model is fitted; null: only the validation part and the holdout evaluate it. */
  validation: ValidationOptions.nullable().default(null),
  seed: z.int(),
  featureSetVersion: z.string(),
  /** Bars of all symbols together at most, the newest ones. */
  maxBars: z.int().min(1).max(MAX_BARS).default(MAX_BARS),
  /** Opening times of the bars to use: from (inclusive; the newest that fit when null) to (exclusive), epoch ms. */
  window: z.strictObject({ from: z.number().nullable(), to: z.number() }),
  /** Entry and exit together, as a fraction of the price; what the trading figures are reported after. */
  costPerTrade: z.number().min(0).max(0.1),
  /** Demands of the gate; part of the spec, so that the verdict can be repeated. */
  gate: GateThresholdsSchema.default(DEFAULT_GATE_THRESHOLDS),
  /** if_passed: a model that passes the gate may serve at once where no other does. */
  promote: z.enum(["if_passed", "never"]),
  requestedAt: z.number(),
});

/** Everything that decides what a training makes: the same spec over the same bars gives the same model, byte for byte. */
export type TrainingSpec = z.output<typeof schema>;

export function parseTrainingSpec(input: unknown): TrainingSpec {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Failure("invalid_request", "The stored training spec cannot be read.", { cause: parsed.error });
}

import * as z from "zod";
import { LABEL_KINDS, MIN_HORIZON_BARS } from "../../shared/ml/labels/label-spec.ts";
import { MODEL_STATES, type Model, type TimeWindow } from "../../shared/ports/model-store.ts";
import { isoMoment, MomentAnswer } from "../../shared/wire/moment.ts";
import { integerQuery, ModelVersionSchema, TimeframeSchema } from "../../shared/wire/primitives.ts";

const MAX_HORIZON_BARS = 10_000;

const UniverseSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/+-]{0,63}$/, "must be 1 to 64 of letters, digits and . _ / + -")
  .meta({ example: "SYN-COIN", description: "Name of a set of symbols; a symbol's own bears its name" });

export const HorizonQuery = z.coerce
  .number()
  .int()
  .min(MIN_HORIZON_BARS)
  .max(MAX_HORIZON_BARS)
  .meta({ example: 12, description: "In bars" });

export const VersionParams = z.object({ version: ModelVersionSchema });

export const ListModelsQuery = z.strictObject({
  universe: UniverseSchema.optional(),
  timeframe: TimeframeSchema.optional(),
  horizon: HorizonQuery.optional(),
  status: z.enum(MODEL_STATES).optional(),
  limit: integerQuery(1, 100, 20),
  cursor: z.iso.datetime({ offset: true }).optional().describe("`next_cursor` of the page before"),
});

export const RollbackBody = z
  .strictObject({
    universe: UniverseSchema,
    timeframe: TimeframeSchema,
    horizon: z.int().min(MIN_HORIZON_BARS).max(MAX_HORIZON_BARS).describe("In bars"),
  })
  .meta({ id: "RollbackModel", examples: [{ universe: "SYN-COIN", timeframe: "1h", horizon: 12 }] });

export const CanaryBody = z
  .strictObject({
    percent: z.number().min(0).max(100).describe("Share of the bars that it answers; 0 = shadow only"),
  })
  .meta({ id: "Canary", examples: [{ percent: 10 }] });

const WindowSchema = z.object({ from: MomentAnswer, to: MomentAnswer }).nullable();
const JsonSchema = z.record(z.string(), z.unknown());
const WeightsSchema = z.record(z.string(), z.number());

const ModelSummarySchema = z
  .object({
    version: z.string(),
    family: z.string().describe("The learner that trained it"),
    status: z.enum(MODEL_STATES),
    universe: z.string(),
    symbols: z.array(z.string()),
    timeframe: z.string(),
    horizon: z.int().describe("In bars"),
    feature_set_version: z.string(),
    gate_passed: z.boolean().nullable(),
    canary_percent: z.number().nullable().describe("Of a canary: its share of the bars"),
    created_at: MomentAnswer,
    updated_at: MomentAnswer,
  })
  .meta({ id: "ModelSummary" });

export const ModelSchema = ModelSummarySchema.extend({
  label: z.object({
    kind: z.enum(LABEL_KINDS),
    barrier_multiple: z.number(),
    volatility_window: z.int(),
  }),
  training_window: WindowSchema,
  holdout_window: WindowSchema,
  metrics: JsonSchema,
  gate: z
    .object({
      passed: z.boolean(),
      reasons: z.array(z.object({ code: z.string(), detail: z.string() })),
      evidence: JsonSchema,
    })
    .nullable(),
  calibration: JsonSchema.nullable(),
  baselines: JsonSchema.nullable(),
  indicator_weights: z
    .object({
      previous_weights: WeightsSchema.nullable().describe(
        "Of the training before it of the same scope; null for the first",
      ),
      new_weights: WeightsSchema.describe("When the model was registered"),
      weight_changes: WeightsSchema.nullable().describe("Of the indicators whose weight moved in between"),
    })
    .nullable()
    .describe("Weights of indicators by name, as they were recorded with the training"),
  file: z.object({ sha256: z.string(), size_bytes: z.int() }).nullable(),
}).meta({ id: "Model" });

export const ModelsAnswer = z
  .object({ models: z.array(ModelSummarySchema), next_cursor: MomentAnswer.nullable() })
  .meta({ id: "Models" });

export function toSummary(model: Model): z.output<typeof ModelSummarySchema> {
  return {
    version: model.version,
    family: model.family,
    status: model.state,
    universe: model.universe,
    symbols: [...model.symbols],
    timeframe: model.timeframe,
    horizon: model.horizonBars,
    feature_set_version: model.featureSetVersion,
    gate_passed: model.gate?.passed ?? null,
    canary_percent: model.canaryPercent ?? null,
    created_at: isoMoment(model.createdAt),
    updated_at: isoMoment(model.updatedAt),
  };
}

function windowOf(window: TimeWindow | undefined): z.output<typeof WindowSchema> {
  return window ? { from: isoMoment(window.from), to: isoMoment(window.to) } : null;
}

export function toWire(model: Model): z.output<typeof ModelSchema> {
  const { labelSpec, gate, file, indicatorWeights: weights } = model;
  return {
    ...toSummary(model),
    label: {
      kind: labelSpec.kind,
      barrier_multiple: labelSpec.barrierMultiple,
      volatility_window: labelSpec.volatilityWindow,
    },
    training_window: windowOf(model.trainingWindow),
    holdout_window: windowOf(model.holdoutWindow),
    metrics: model.metrics,
    gate: gate ? { ...gate, reasons: [...gate.reasons] } : null,
    calibration: model.calibration ?? null,
    baselines: model.baselines ?? null,
    indicator_weights: weights
      ? {
          previous_weights: weights.previous ?? null,
          new_weights: weights.current,
          weight_changes: weights.changes ?? null,
        }
      : null,
    file: file ? { sha256: file.sha256, size_bytes: file.sizeBytes } : null,
  };
}

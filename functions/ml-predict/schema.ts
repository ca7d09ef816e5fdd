import * as z from "zod";
import { COVERAGES } from "../../shared/ml/conformal/prediction-set.ts";
import { HORIZON_NAMES } from "../../shared/ml/horizons.ts";
import { DEFAULT_COVERAGE, DEFAULT_TIMEFRAME } from "../../shared/services/prediction/predictor.ts";
import { deferred } from "../../shared/wire/deferred.ts";
import { ItemProblemSchema } from "../../shared/wire/item-problem.ts";
import { MomentAnswer } from "../../shared/wire/moment.ts";
import { BriefPrediction } from "../../shared/wire/prediction.ts";
import {
  HorizonSchema,
  ModelVersionSchema,
  SymbolSchema,
  TimeframeSchema,
} from "../../shared/wire/primitives.ts";

/** One row of one model costs microseconds; its place in the log and in the answer costs more. */
const MAX_ITEMS = 1_000;
/** Explaining a row takes a model some hundred times as long as answering it. */
const MAX_EXPLAINED = 20;

const timeframe = TimeframeSchema.optional().describe(
  `${DEFAULT_TIMEFRAME}, or the named model's, when left out`,
);
const horizon = HorizonSchema.optional().describe("The shortest that an active model serves when left out");
const modelVersion = ModelVersionSchema.optional().describe(
  "A model in any state; the active one when left out",
);
const features = z
  .record(z.string(), z.number())
  .default({})
  .describe("Values that stand in for the computed ones, by feature name; some, all or none");

/** How a prediction is to be read and kept; the same for all of a request. */
const options = {
  neutral_band: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("Edge |buy - sell| below which neither side is suggested; the platform's when left out"),
  coverage: z
    .literal([...COVERAGES])
    .default(DEFAULT_COVERAGE)
    .describe("Share of the outcomes that the prediction set is to contain"),
  explain: z.boolean().default(false).describe("Also say which features made the answer, and by how much"),
  log: z
    .enum(["async", "sync"])
    .default("async")
    .describe('"sync": answer only when the prediction is stored'),
};

export const PredictBody = z
  .strictObject({
    symbol: SymbolSchema,
    timeframe,
    horizon,
    features,
    model_version: modelVersion,
    ...options,
  })
  .meta({ id: "Predict", examples: [{ symbol: "SYN-COIN", timeframe: "1h", horizon: 12 }] });

export const PredictBatchBody = deferred(() =>
  z
    .strictObject({
      items: z
        .array(
          z.strictObject({
            symbol: SymbolSchema,
            timeframe: TimeframeSchema.optional(),
            horizon: HorizonSchema.optional(),
            features,
            model_version: ModelVersionSchema.optional(),
          }),
        )
        .min(1)
        .max(MAX_ITEMS)
        .describe("What an item leaves out is taken from the request's own members"),
      timeframe,
      horizon,
      model_version: modelVersion,
      ...options,
    })
    .refine(({ items, explain }) => !explain || items.length <= MAX_EXPLAINED, {
      path: ["explain"],
      message: `is for at most ${MAX_EXPLAINED} items`,
    })
    .meta({
      id: "PredictBatch",
      examples: [
        { items: [{ symbol: "SYN-COIN" }, { symbol: "SYN-COIN", horizon: "12h" }], timeframe: "1h" },
      ],
    }),
);

const itemOutcome = deferred(() => ({
  cache: z.enum(["hit", "miss"]).nullable().describe("null where there is no answer"),
  answer: z.union([BriefPrediction(), z.null()]),
  problem: z.union([ItemProblemSchema(), z.null()]),
}));

export const PredictionBatchAnswer = deferred(() =>
  z
    .object({
      succeeded: z.int(),
      failed: z.int(),
      results: z
        .array(z.object({ symbol: z.string(), ...itemOutcome() }))
        .describe("In the order of the items; each has an answer or a problem"),
      latency_ms: z.number(),
    })
    .meta({ id: "PredictionBatch" }),
);

export const PredictHorizonsBody = deferred(() =>
  z
    .strictObject({
      symbol: SymbolSchema,
      horizons: z
        .array(z.enum(HORIZON_NAMES))
        .min(1)
        .max(HORIZON_NAMES.length)
        .refine((names) => new Set(names).size === names.length, "must not name a horizon twice")
        .default(["1m", "5m", "15m", "1h"]),
      ...options,
    })
    .meta({ id: "PredictHorizons", examples: [{ symbol: "SYN-COIN", horizons: ["1h"] }] }),
);

export const PredictionHorizonsAnswer = deferred(() =>
  z
    .object({
      symbol: z.string(),
      succeeded: z.int(),
      failed: z.int(),
      predictions: z
        .partialRecord(
          z.enum(HORIZON_NAMES),
          z.object({ timeframe: z.string(), horizon: z.int(), ...itemOutcome() }),
        )
        .describe("By the horizon's name; each has an answer or a problem"),
      timestamp: MomentAnswer,
      latency_ms: z.number(),
    })
    .meta({ id: "PredictionHorizons" }),
);

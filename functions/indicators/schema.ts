import * as z from "zod";
import { FEATURE_CATEGORIES } from "../../shared/features/feature.ts";
import { CATALOGUE } from "../../shared/indicators/catalogue.ts";
import { CATEGORIES } from "../../shared/indicators/definition.ts";
import { BarColumn, BarTime, BarTimes } from "../../shared/wire/bars.ts";
import { ItemProblemSchema } from "../../shared/wire/item-problem.ts";
import { MomentAnswer } from "../../shared/wire/moment.ts";
import { PredictionAnswer } from "../../shared/wire/prediction.ts";
import {
  integerQuery,
  MomentQuerySchema,
  SymbolSchema,
  TimeframeSchema,
} from "../../shared/wire/primitives.ts";

const MAX_INDICATORS = 50;
const MAX_BARS = 1_000;
/** Some 160 numbers a row: a megabyte and a half of JSON. */
const MAX_FEATURE_ROWS = 1_000;
/** Each reads and computes some thousand bars, and an isolate has two seconds of CPU for its whole life. */
const MAX_ITEMS = 50;

const IndicatorId = z
  .string()
  .max(64)
  .meta({ enum: CATALOGUE.map(({ id }) => id), example: "rsi" });

const IndicatorItem = z.union([
  IndicatorId.transform((id) => ({ id, params: {} })),
  z.strictObject({ id: IndicatorId, params: z.record(z.string(), z.number()).default({}) }),
]);

export const AnalyseBody = z
  .strictObject({
    symbol: SymbolSchema,
    timeframe: TimeframeSchema.prefault("M5"),
    indicators: z
      .array(IndicatorItem)
      .max(MAX_INDICATORS)
      .default([])
      .describe("Further indicators, by id or with parameters; the standard set is always answered"),
    bars: z
      .int()
      .min(1)
      .max(MAX_BARS)
      .default(1)
      .describe("How many of the newest bars `indicators` are answered for"),
    reference: SymbolSchema.optional()
      .meta({ example: "SYN-CHAIN" })
      .describe("The symbol that correlation and beta compare with"),
    includePrediction: z.boolean().default(false),
  })
  .meta({
    id: "Analyse",
    examples: [
      { symbol: "SYN-COIN", timeframe: "1h", indicators: ["rsi", { id: "sma", params: { period: 50 } }] },
    ],
  });

const score = z.number().min(-1).max(1).nullable();

export const AnalysisAnswer = z
  .object({
    symbol: z.string(),
    timeframe: z.string(),
    timestamp: MomentAnswer.describe("When this was computed"),
    bar: z.object({
      ts: BarTime,
      open: z.number(),
      high: z.number(),
      low: z.number(),
      close: z.number(),
      volume: z.number(),
    }),
    current_price: z.number().describe("Close of that bar"),
    values: z.record(z.string(), z.number()).describe("The standard set at that bar"),
    weights: z.array(
      z.object({ indicator_name: z.string(), current_weight: z.number(), weight_category: z.string() }),
    ),
    weighted_values: z.record(z.string(), z.number()).describe("Weight times vote, by indicator"),
    technical_summary: z
      .object({
        trend: score,
        momentum: score,
        volatility: score,
        volume: score,
        score: score.describe("Weighted mean of all votes"),
        signal: z.enum(["strong_sell", "sell", "neutral", "buy", "strong_buy"]),
        votes: z.array(
          z.object({
            indicator: z.string(),
            category: z.string(),
            weight: z.number(),
            vote: z.number().min(-1).max(1),
            formula: z.string(),
          }),
        ),
        abstained: z.array(z.string()),
      })
      .meta({ id: "TechnicalSummary" }),
    indicators: z.array(
      z.object({
        id: z.string(),
        params: z.record(z.string(), z.number()),
        ts: BarTimes,
        outputs: z.record(z.string(), BarColumn),
      }),
    ),
    prediction: z.union([PredictionAnswer(), z.null()]),
    prediction_problem: z
      .union([ItemProblemSchema(), z.null()])
      .describe("Why a prediction that was asked for is not there"),
  })
  .meta({ id: "Analysis" });

export const AnalyseBatchBody = z.strictObject({ items: z.array(AnalyseBody).min(1).max(MAX_ITEMS) }).meta({
  id: "AnalyseBatch",
  examples: [
    {
      items: [
        { symbol: "SYN-COIN", timeframe: "1h" },
        { symbol: "SYN-METAL", timeframe: "1h" },
      ],
    },
  ],
});

export const AnalysisBatchAnswer = z
  .object({
    succeeded: z.int(),
    failed: z.int(),
    results: z
      .array(
        z.object({
          symbol: z.string(),
          timeframe: z.string(),
          answer: z.union([AnalysisAnswer, z.null()]),
          problem: z.union([ItemProblemSchema(), z.null()]),
        }),
      )
      .describe("In the order of the items; each has an answer or a problem"),
  })
  .meta({ id: "AnalysisBatch" });

export const CatalogueAnswer = z
  .object({
    indicators: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        category: z.enum(CATEGORIES),
        source: z.string(),
        params: z.record(
          z.string(),
          z.object({ default: z.number(), min: z.number(), max: z.number(), integer: z.boolean() }),
        ),
        inputs: z.array(z.string()),
        outputs: z.record(
          z.string(),
          z.object({
            unit: z.string(),
            sparse: z.boolean(),
            confirmation_lag: z
              .int()
              .nullable()
              .describe("Bars until a value is final; null: it may be redrawn for ever"),
          }),
        ),
        memory: z.enum(["finite", "decaying", "cumulative"]),
        warm_up: z.int().describe("Bars before the first value, with the default parameters"),
      }),
    ),
  })
  .meta({ id: "IndicatorCatalogue" });

export const FeaturesAnswer = z
  .object({
    version: z.string(),
    features: z.array(
      z.object({
        name: z.string(),
        category: z.enum(FEATURE_CATEGORIES),
        doc: z.string(),
        lookback: z.int(),
      }),
    ),
  })
  .meta({ id: "FeatureSet" });

export const FeatureValuesQuery = z.strictObject({
  symbol: SymbolSchema,
  timeframe: TimeframeSchema,
  from: MomentQuerySchema.optional(),
  to: MomentQuerySchema.optional().meta({ example: "2026-02-01T00:00:00Z" }),
  limit: integerQuery(1, MAX_FEATURE_ROWS, 200),
  cursor: MomentQuerySchema.optional().describe("`next_cursor` of the page before"),
});

export const FeatureValuesAnswer = z
  .object({
    symbol: z.string(),
    timeframe: z.string(),
    version: z.string().describe("Of the feature set: a model refuses features of another version"),
    ts: BarTimes,
    features: z.record(z.string(), BarColumn),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: "FeatureValues" });

import { z } from "@hono/zod-openapi";
import { HorizonSchema, ModelVersionSchema, SymbolSchema, TimeframeSchema } from "../../shared/http/wire.ts";
import { DEFAULT_TIMEFRAME } from "../../shared/services/prediction/resolve-model.ts";

export const PredictBody = z
  .strictObject({
    symbol: SymbolSchema,
    timeframe: TimeframeSchema.optional().describe(
      `${DEFAULT_TIMEFRAME}, or the named model's, when left out`,
    ),
    horizon: HorizonSchema.optional().describe("The shortest that an active model serves when left out"),
    features: z
      .record(z.string(), z.number())
      .default({})
      .describe("Values that stand in for the computed ones, by feature name; some, all or none"),
    model_version: ModelVersionSchema.optional().describe(
      "A model in any state; the active one when left out",
    ),
    log: z
      .enum(["async", "sync"])
      .default("async")
      .describe('"sync": answer only when the prediction is stored'),
  })
  .openapi("Predict");

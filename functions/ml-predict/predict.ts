import { ownerOf } from "../../shared/http/callers.ts";
import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { toPredictionAnswer } from "../../shared/http/prediction-answer.ts";
import { refuseRealSymbols } from "../../shared/http/test-keys.ts";
import type { PredictionService } from "../../shared/services/prediction/predictor.ts";
import { PredictionAnswer } from "../../shared/wire/prediction.ts";
import { CACHE_HEADER, PREDICTION_HEADERS, PREDICTION_REFUSALS } from "./contract.ts";
import { PredictBody } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["user", "secret", "api_key"],
    scope: "predict:read",
    refusals: PREDICTION_REFUSALS,
  },
  {
    method: "post",
    path: "/",
    operationId: "predict",
    summary: "Predict",
    description:
      "Calibrated probabilities of SELL, HOLD and BUY for the newest closed bar, and what they suggest to do. docs/predictions.md has every formula.",
    request: { body: jsonBody(PredictBody) },
    responses: { 200: { ...jsonAnswer(PredictionAnswer, "The prediction"), headers: PREDICTION_HEADERS } },
  },
);

export function predictOperation(app: App, { predict }: PredictionService) {
  app.openapi(route, async (c) => {
    const { symbol, timeframe, horizon, features, model_version, log, ...options } = c.req.valid("json");
    refuseRealSymbols(c.var.caller, [symbol]);
    const prediction = await predict({
      symbol,
      timeframe,
      horizon,
      features,
      version: model_version,
      neutralBand: options.neutral_band,
      coverage: options.coverage,
      explain: options.explain,
      log,
      ...ownerOf(c.var.caller),
    });
    c.header(CACHE_HEADER, prediction.isCached ? "hit" : "miss");
    return c.json(toPredictionAnswer(prediction), 200);
  });
}

import { ownerOf } from "../../shared/http/callers.ts";
import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App, HttpDeps } from "../../shared/http/env.ts";
import { itemCost } from "../../shared/http/item-cost.ts";
import type { PredictionService } from "../../shared/services/prediction/predictor.ts";
import { CACHE_HEADER, PREDICTION_HEADERS } from "./contract.ts";
import { predictItems } from "./predict-items.ts";
import { PredictBatchBody, PredictionBatchAnswer } from "./schema.ts";

/** Items that count as one request in the caller's limits: 500 items are 20 requests. */
const ITEMS_PER_REQUEST = 25;

const route = defineRoute(
  {
    callers: ["user", "secret", "api_key"],
    scope: "predict:read",
    limit: { cost: itemCost(ITEMS_PER_REQUEST) },
  },
  {
    method: "post",
    path: "/batch",
    operationId: "predictBatch",
    summary: "Predict many",
    description:
      "Up to 1,000 items of any symbols, each with features of its own or none; items of the same model are rows of one run. Each gets its own answer or its own problem, in the order of the request: one that fails takes none of the others with it.",
    request: { body: jsonBody(PredictBatchBody) },
    responses: {
      200: { ...jsonAnswer(PredictionBatchAnswer, "One outcome an item"), headers: PREDICTION_HEADERS },
    },
  },
);

export function predictBatchOperation(app: App, { clock, logger }: HttpDeps, predictor: PredictionService) {
  app.openapi(route, async (c) => {
    const started = clock.elapsed();
    const { items, neutral_band, coverage, explain, log, ...shared } = c.req.valid("json");
    const owner = ownerOf(c.var.caller);
    const requests = items.map((item) => ({
      symbol: item.symbol,
      timeframe: item.timeframe ?? shared.timeframe,
      horizon: item.horizon ?? shared.horizon,
      version: item.model_version ?? shared.model_version,
      features: item.features,
      neutralBand: neutral_band,
      coverage,
      explain,
      log,
      ...owner,
    }));
    const { outcomes, areAllCached, ...counts } = await predictItems(
      predictor,
      logger,
      c.var.caller,
      requests,
    );
    c.header(CACHE_HEADER, areAllCached ? "hit" : "miss");
    const results = outcomes.map((outcome, i) => ({ symbol: items[i]!.symbol, ...outcome }));
    return c.json({ ...counts, results, latency_ms: clock.elapsed() - started }, 200);
  });
}

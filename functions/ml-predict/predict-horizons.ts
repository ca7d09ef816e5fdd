import { ownerOf } from "../../shared/http/callers.ts";
import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App, HttpDeps } from "../../shared/http/env.ts";
import { HORIZONS } from "../../shared/ml/horizons.ts";
import type { PredictionService } from "../../shared/services/prediction/predictor.ts";
import { isoMoment } from "../../shared/wire/moment.ts";
import { CACHE_HEADER, PREDICTION_HEADERS } from "./contract.ts";
import { predictItems } from "./predict-items.ts";
import { PredictHorizonsBody, PredictionHorizonsAnswer } from "./schema.ts";

const route = defineRoute(
  { callers: ["user", "secret", "api_key"], scope: "predict:read" },
  {
    method: "post",
    path: "/multi-horizon",
    operationId: "predictHorizons",
    summary: "Predict several horizons",
    description:
      "A symbol at several named horizons, each from bars of the timeframe that suits it. Each gets its own answer or its own problem: a horizon without a model takes none of the others with it.",
    request: { body: jsonBody(PredictHorizonsBody) },
    responses: {
      200: { ...jsonAnswer(PredictionHorizonsAnswer, "One outcome a horizon"), headers: PREDICTION_HEADERS },
    },
  },
);

export function predictHorizonsOperation(
  app: App,
  { clock, logger }: HttpDeps,
  predictor: PredictionService,
) {
  app.openapi(route, async (c) => {
    const started = clock.elapsed();
    const { symbol, horizons, neutral_band, coverage, explain, log } = c.req.valid("json");
    const requests = horizons.map((name) => ({
      symbol,
      timeframe: HORIZONS[name].timeframe,
      horizon: HORIZONS[name].horizonBars,
      version: undefined,
      features: {},
      neutralBand: neutral_band,
      coverage,
      explain,
      log,
      ...ownerOf(c.var.caller),
    }));
    const { outcomes, areAllCached, ...counts } = await predictItems(
      predictor,
      logger,
      c.var.caller,
      requests,
    );
    const predictions = Object.fromEntries(
      horizons.map((name, i) => {
        const { timeframe, horizonBars } = HORIZONS[name];
        return [name, { timeframe, horizon: horizonBars, ...outcomes[i]! }];
      }),
    );
    c.header(CACHE_HEADER, areAllCached ? "hit" : "miss");
    const timestamp = isoMoment(clock.now());
    return c.json({ symbol, ...counts, predictions, timestamp, latency_ms: clock.elapsed() - started }, 200);
  });
}

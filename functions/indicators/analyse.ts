import { Failure } from "../../shared/failure.ts";
import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { toPredictionAnswer } from "../../shared/http/prediction-wire.ts";
import type { Timeframe } from "../../shared/market/timeframe.ts";
import { analyseSymbol } from "../../shared/services/indicators/analyse-symbol.ts";
import type { Predictor } from "../../shared/services/prediction/create-predictor.ts";
import { rememberFor } from "../../shared/services/remember-for.ts";
import { toAnalysisAnswer } from "./analysis-answer.ts";
import type { IndicatorsDeps } from "./app.ts";
import { AnalyseBody, AnalysisAnswer } from "./schema.ts";

const route = defineRoute(
  { callers: ["user", "secret"], refusals: ["unknown_symbol", "not_enough_bars", "unavailable"] },
  {
    method: "post",
    path: "/",
    summary: "Analyse a symbol",
    description:
      "The standard indicators at the newest closed bar, their weights and the technical summary; further indicators and a prediction on request. docs/indicators.md has every formula.",
    request: { body: jsonBody(AnalyseBody) },
    responses: { 200: jsonAnswer(AnalysisAnswer, "The analysis") },
  },
);

/** Weights change with a training at most. */
const WEIGHTS_MEMORY_MS = 10_000;

export function analyseOperation(app: App, deps: IndicatorsDeps, predict: Predictor) {
  const latestWeights = rememberFor(deps.clock, WEIGHTS_MEMORY_MS, (_: null) => deps.weights.latest());
  const analysisDeps = { bars: deps.bars, clock: deps.clock, weights: () => latestWeights(null) };

  async function predictionOf(symbol: string, timeframe: Timeframe, userId: string | undefined) {
    const request = { symbol, timeframe, horizon: undefined, version: undefined };
    try {
      const prediction = await predict({ ...request, features: {}, log: "async", userId });
      return { prediction: toPredictionAnswer(prediction), prediction_problem: null };
    } catch (error) {
      // The indicators are worth having without a model too.
      if (!(error instanceof Failure)) throw error;
      return { prediction: null, prediction_problem: { code: error.code, detail: error.detail } };
    }
  }

  app.openapi(route, async (c) => {
    const { symbol, timeframe, indicators, bars: count, reference, includePrediction } = c.req.valid("json");
    const { caller } = c.var;
    const userId = "userId" in caller ? caller.userId : undefined;
    const [analysis, predicted] = await Promise.all([
      analyseSymbol(analysisDeps, { symbol, timeframe, indicators, count, reference }),
      includePrediction
        ? predictionOf(symbol, timeframe, userId)
        : { prediction: null, prediction_problem: null },
    ]);
    const timestamp = new Date(deps.clock.now()).toISOString();
    return c.json({ symbol, timeframe, timestamp, ...toAnalysisAnswer(analysis, count), ...predicted }, 200);
  });
}

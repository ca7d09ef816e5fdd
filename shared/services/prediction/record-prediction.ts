import type { PredictionRecord } from "../../ports/prediction-log.ts";
import type { Case } from "./judge-cases.ts";
import type { Judgement } from "./judgement.ts";

/** A judgement as it is kept: under an id of its own, for whoever asked. */
export function recordOf(
  type: PredictionRecord["type"],
  { request, model, instrument, bar }: Case,
  judgement: Judgement,
  predictedAt: number,
  latencyMs: number,
): PredictionRecord {
  const { signal, barrierDistance, predictionSet, dissimilarity, features, window, runtime } = judgement;
  return {
    id: crypto.randomUUID(),
    type,
    userId: request.userId,
    apiKeyId: request.apiKeyId,
    modelVersion: model.version,
    symbol: instrument.symbol,
    timeframe: model.timeframe,
    horizonBars: model.horizonBars,
    barTs: bar.ts,
    barClose: bar.close,
    barrierDistance,
    features,
    window,
    featuresGiven: Object.keys(request.features).length > 0,
    runtime,
    signal,
    predictionSet,
    dissimilarity,
    predictedAt,
    latencyMs,
  };
}

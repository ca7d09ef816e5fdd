import type { PredictionLog, PredictionRecord } from "../../ports/prediction-log.ts";
import { callFunction, type ProjectClient } from "./client.ts";

/** Predictions in the table `ml_predictions`, one round trip a batch. */
export function createSupabasePredictionLog(client: ProjectClient): PredictionLog {
  return {
    async append(predictions) {
      await callFunction<number>(client, "log_predictions", { p_predictions: predictions.map(toRow) });
    },
  };
}

function toRow({ decision, ...prediction }: PredictionRecord) {
  const { sell, hold, buy } = decision.probabilities;
  return {
    id: prediction.id,
    user_id: prediction.userId ?? null,
    api_key_id: prediction.apiKeyId ?? null,
    prediction_type: prediction.type,
    model_version: prediction.modelVersion,
    symbol: prediction.symbol,
    timeframe: prediction.timeframe,
    horizon_bars: prediction.horizonBars,
    bar_ts: new Date(prediction.barTs).toISOString(),
    input_features: prediction.features,
    input_window: prediction.window,
    features_given: prediction.featuresGiven,
    runtime: prediction.runtime,
    predicted_direction: decision.direction,
    probabilities: [sell, hold, buy],
    confidence_score: decision.confidence,
    signal_weight: decision.signalWeight,
    recommendation: decision.recommendation,
    position_multiplier: decision.positionMultiplier,
    targets: decision.targets,
    stops: decision.stops,
    market_conditions: {
      close: prediction.barClose,
      barrier_distance: prediction.barrierDistance,
      dissimilarity: prediction.dissimilarity,
    },
    risk_assessment: {
      level: decision.risk.level,
      loss_at_stop: decision.risk.lossAtStop,
      expected_return: decision.risk.expectedReturn,
      hold_reason: decision.reason?.code ?? null,
      prediction_set: prediction.predictionSet,
    },
    risk_score: decision.risk.score,
    prediction_timestamp: new Date(prediction.predictedAt).toISOString(),
    processing_time_ms: prediction.latencyMs,
  };
}

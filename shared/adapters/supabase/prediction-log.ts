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

function toRow({ signal, ...prediction }: PredictionRecord) {
  const { sell, hold, buy } = signal.probabilities;
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
    predicted_direction: signal.direction,
    probabilities: [sell, hold, buy],
    confidence_score: signal.confidence,
    signal_weight: signal.signalWeight,
    recommendation: signal.recommendation,
    position_multiplier: signal.positionMultiplier,
    targets: signal.targets,
    stops: signal.stops,
    market_conditions: {
      close: prediction.barClose,
      barrier_distance: prediction.barrierDistance,
      dissimilarity: prediction.dissimilarity,
    },
    risk_assessment: {
      level: signal.risk.level,
      loss_at_stop: signal.risk.lossAtStop,
      expected_return: signal.risk.expectedReturn,
      hold_reason: signal.reason?.code ?? null,
      prediction_set: prediction.predictionSet,
    },
    risk_score: signal.risk.score,
    prediction_timestamp: new Date(prediction.predictedAt).toISOString(),
    processing_time_ms: prediction.latencyMs,
  };
}

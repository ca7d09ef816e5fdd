import type { z } from "zod";
import { levelsOf } from "../decision/decide.ts";
import type { Prediction } from "../services/prediction/predictor.ts";
import { isoMoment } from "../wire/moment.ts";
import type { BriefPrediction, PredictionAnswer } from "../wire/prediction.ts";

/** A prediction among many. */
export function toBriefPrediction(prediction: Prediction): z.output<ReturnType<typeof BriefPrediction>> {
  const { features_used: _, ...brief } = toPredictionAnswer(prediction);
  return brief;
}

/** A prediction as a caller reads it. */
export function toPredictionAnswer({
  record,
  resolved: { model, bar },
  answer,
}: Prediction): z.output<ReturnType<typeof PredictionAnswer>> {
  const { decision } = record;
  return {
    id: record.id,
    symbol: record.symbol,
    timeframe: record.timeframe,
    horizon: record.horizonBars,
    direction: decision.direction,
    reason: decision.reason ?? null,
    abstained: decision.abstained,
    position: decision.position,
    probabilities: { ...decision.probabilities },
    prediction_set: record.predictionSet && {
      ...record.predictionSet,
      classes: [...record.predictionSet.classes],
    },
    confidence: decision.confidence,
    signal_weight: decision.signalWeight,
    recommendation: decision.recommendation,
    position_multiplier: decision.positionMultiplier,
    levels: levelsOf(model.labelSpec.kind),
    targets: [...decision.targets],
    stops: [...decision.stops],
    risk: {
      score: decision.risk.score,
      assessment: decision.risk.level,
      loss_at_stop: decision.risk.lossAtStop,
      expected_return: decision.risk.expectedReturn,
    },
    dissimilarity: record.dissimilarity,
    features_used: presentValues(record.features),
    features_imputed: [...answer.imputed],
    ...(answer.explanation && {
      explanation: { ...answer.explanation, contributions: [...answer.explanation.contributions] },
    }),
    model: {
      version: model.version,
      status: model.state,
      family: model.family,
      universe: model.universe,
      feature_set_version: model.featureSetVersion,
      runtime: answer.runtime,
    },
    bar: { ts: bar.ts, close: bar.close },
    predicted_at: isoMoment(record.predictedAt),
    latency_ms: Math.round(record.latencyMs * 100) / 100,
  };
}

function presentValues(features: Readonly<Record<string, number | null>>): Record<string, number> {
  const present = Object.entries(features).filter((entry): entry is [string, number] => entry[1] !== null);
  return Object.fromEntries(present);
}

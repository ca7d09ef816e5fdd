import { decide } from "../../shared/decision/decide.ts";
import type { PredictionRecord } from "../../shared/ports/prediction-log.ts";

const UNIFORM = { sell: 0.25, hold: 0.25, buy: 0.5 };

/** A logged prediction whose every field can be replaced. */
export function predictionRecord(
  fields: Partial<PredictionRecord> & Pick<PredictionRecord, "id">,
): PredictionRecord {
  return {
    type: "SIGNAL",
    userId: undefined,
    apiKeyId: undefined,
    modelVersion: "v1",
    symbol: "EURUSD",
    timeframe: "1h",
    horizonBars: 12,
    barTs: 0,
    barClose: 1,
    barrierDistance: 0.01,
    predictionSet: null,
    dissimilarity: null,
    features: {},
    window: null,
    featuresGiven: false,
    runtime: "evaluator",
    decision: decide({
      probabilities: UNIFORM,
      classPrior: UNIFORM,
      price: 1,
      label: "triple_barrier",
      barrierDistance: 0.01,
      tickSize: 0.01,
      neutralBand: 0,
    }),
    predictedAt: 0,
    latencyMs: 1,
    ...fields,
  };
}

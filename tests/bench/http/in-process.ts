import { evaluatorRuntime } from "../../../shared/adapters/onnx/evaluator-runtime.ts";
import { FEATURE_SET } from "../../../shared/features/feature-set.ts";
import { sha256Hex } from "../../../shared/hash/sha256.ts";
import type { Bars } from "../../../shared/market/bars.ts";
import { createPredictionCounter } from "../../../shared/services/metrics/count-predictions.ts";
import { createPredictor } from "../../../shared/services/prediction/create-predictor.ts";
import { createModelSessions } from "../../../shared/services/prediction/model-sessions.ts";
import { DEFAULT_POLICY } from "../../../shared/services/prediction/predictor.ts";
import { createMemoryBarStore } from "../../support/memory/bar-store.ts";
import { createMemoryBlobStore } from "../../support/memory/blob-store.ts";
import { createMemoryCache } from "../../support/memory/cache.ts";
import { createMemoryFeatureStore } from "../../support/memory/feature-store.ts";
import { createMemoryInstrumentStore } from "../../support/memory/instrument-store.ts";
import { createMemoryModelMetricsStore } from "../../support/memory/model-metrics-store.ts";
import { createMemoryModelStore } from "../../support/memory/model-store.ts";
import { createMemoryPredictionLog } from "../../support/memory/prediction-log.ts";
import { modelOf } from "../../support/models.ts";
import { INSTRUMENT, VERSION } from "./predicted-model.ts";

/** The predictor alone, over stores in memory; `forget` brings it past everything that it remembers. */
export async function predictorInProcess(bars: Bars, file: Uint8Array<ArrayBuffer>) {
  const { symbol } = INSTRUMENT;
  let aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs, elapsed: () => performance.now() + aheadMs };
  const store = createMemoryBarStore();
  await store.write({ symbol, timeframe: "1h", bars, onConflict: "skip" });
  const blobs = createMemoryBlobStore();
  await blobs.put(VERSION, file);
  const model = modelOf({
    version: VERSION,
    universe: symbol,
    state: "active",
    featureSetVersion: FEATURE_SET.version,
    file: { path: VERSION, sha256: await sha256Hex(file), sizeBytes: file.length },
  });
  const { predict } = createPredictor({
    clock,
    background: () => {},
    policy: DEFAULT_POLICY,
    bars: store,
    instruments: createMemoryInstrumentStore([INSTRUMENT]),
    models: createMemoryModelStore([model]),
    predictions: createMemoryPredictionLog(),
    cache: createMemoryCache(clock),
    featureSet: FEATURE_SET,
    featureStore: createMemoryFeatureStore(),
    predictionMetrics: createPredictionCounter({
      clock,
      background: () => {},
      store: createMemoryModelMetricsStore(),
    }),
    sessions: createModelSessions({ blobs, runtime: evaluatorRuntime }),
  });
  const request = {
    symbol,
    timeframe: undefined,
    horizon: undefined,
    version: undefined,
    features: {},
    log: "async" as const,
    userId: undefined,
    apiKeyId: undefined,
  };
  return {
    predict: () => predict(request),
    forget() {
      aheadMs += 120_000;
    },
  };
}

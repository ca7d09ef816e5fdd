import type { Cache } from "../../ports/cache.ts";
import type { FeatureStore } from "../../ports/feature-store.ts";
import type { ModelMetricsStore } from "../../ports/model-metrics-store.ts";
import type { Model } from "../../ports/model-store.ts";
import type { PredictionLog, PredictionRecord } from "../../ports/prediction-log.ts";
import type { JudgeDeps } from "./judge-cases.ts";
import type { Judgement } from "./judgement.ts";
import type { NewestBar } from "./newest-bar.ts";
import type { PredictionRequest } from "./prediction-request.ts";
import type { SituationDeps } from "./situate.ts";

export interface PredictorDeps extends SituationDeps, Omit<JudgeDeps, "viewOf" | "recordFeatures"> {
  readonly predictions: PredictionLog;
  readonly featureStore: FeatureStore;
  readonly cache: Cache;
  readonly modelMetrics: Pick<ModelMetricsStore, "add">;
}

export interface Prediction {
  readonly record: PredictionRecord;
  readonly model: Model;
  readonly bar: NewestBar;
  readonly judgement: Judgement;
  /** The same had been answered before. */
  readonly isCached: boolean;
}

export interface Predictor {
  /**
   * @throws Failure unknown_symbol, no_active_model, not_found, feature_set_mismatch, not_enough_bars,
   *   unsupported_model, invalid_request or unavailable
   */
  predict(request: PredictionRequest): Promise<Prediction>;
  /** The same for many; rows of the same model are one run. A request that fails takes none of the others with it. */
  predictAll(requests: readonly PredictionRequest[]): Promise<PromiseSettledResult<Prediction>[]>;
}

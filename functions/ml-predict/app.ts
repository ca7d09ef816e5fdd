import type { FeatureSet } from "../../shared/features/feature-set.ts";
import { createHttpApp } from "../../shared/http/create-app.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import type { BarStore } from "../../shared/ports/bar-store.ts";
import type { BlobStore } from "../../shared/ports/blob-store.ts";
import type { Cache } from "../../shared/ports/cache.ts";
import type { InstrumentStore } from "../../shared/ports/instrument-store.ts";
import type { ModelRuntime } from "../../shared/ports/model-runtime.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";
import type { PredictionLog } from "../../shared/ports/prediction-log.ts";
import { createPredictor } from "../../shared/services/prediction/create-predictor.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { predictOperation } from "./predict.ts";
import { readStatusOperation } from "./read-status.ts";

export interface PredictDeps extends HttpDeps {
  readonly bars: BarStore;
  readonly featureSet: FeatureSet;
  readonly instruments: InstrumentStore;
  readonly models: ModelStore;
  /** Model files. */
  readonly blobs: BlobStore;
  readonly runtime: Pick<ModelRuntime, "load">;
  readonly cache: Cache;
  readonly predictions: PredictionLog;
}

export function createApp(deps: PredictDeps) {
  const app = createHttpApp("ml-predict", deps);
  const sessions = createModelSessions(deps);
  predictOperation(app, createPredictor({ ...deps, sessions }));
  readStatusOperation(app, sessions);
  return app;
}

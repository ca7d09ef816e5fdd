import { createHttpApp } from "../../shared/http/create-app.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import { createPredictor, type PredictorDeps } from "../../shared/services/prediction/create-predictor.ts";
import { predictOperation } from "./predict.ts";
import { predictBatchOperation } from "./predict-batch.ts";
import { predictHorizonsOperation } from "./predict-horizons.ts";
import { readStatusOperation } from "./read-status.ts";

/** A thousand rows of all features, as JSON. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

export type PredictDeps = HttpDeps & PredictorDeps;

export function createApp(deps: PredictDeps) {
  const app = createHttpApp("ml-predict", deps, { bodyLimitBytes: BODY_LIMIT_BYTES });
  const predictor = createPredictor(deps);
  predictOperation(app, predictor);
  predictBatchOperation(app, deps, predictor);
  predictHorizonsOperation(app, deps, predictor);
  readStatusOperation(app, deps.sessions);
  return app;
}

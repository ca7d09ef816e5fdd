import { createHttpApp } from "../../shared/http/create-app.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import { createPredictor, type PredictorDeps } from "../../shared/services/prediction/create-predictor.ts";
import { predictOperation } from "./predict.ts";
import { readStatusOperation } from "./read-status.ts";

export type PredictDeps = HttpDeps & PredictorDeps;

export function createApp(deps: PredictDeps) {
  const app = createHttpApp("ml-predict", deps);
  predictOperation(app, createPredictor(deps));
  readStatusOperation(app, deps.sessions);
  return app;
}

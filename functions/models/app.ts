import { createHttpApp } from "../../shared/http/create-app.ts";
import type { ModelsDeps } from "./deps.ts";
import { drawCardOperation } from "./draw-card.ts";
import { getCanaryOperation } from "./get-canary.ts";
import { getModelOperation } from "./get-model.ts";
import { getModelCardOperation } from "./get-model-card.ts";
import { listAuditOperation } from "./list-audit.ts";
import { listModelsOperation } from "./list-models.ts";
import { promoteModelOperation } from "./promote-model.ts";
import { readMetricsOperation } from "./read-metrics.ts";
import { readServingOperation } from "./read-serving.ts";
import { replayPredictionOperation } from "./replay-prediction.ts";
import { rollbackModelOperation } from "./rollback-model.ts";
import { runCanariesOperation } from "./run-canaries.ts";
import { runOutcomesOperation } from "./run-outcomes.ts";
import { setCanaryOperation } from "./set-canary.ts";
import { stopCanaryOperation } from "./stop-canary.ts";
import { uploadModelOperation } from "./upload-model.ts";

/** An ensemble of a thousand deep trees, or a network of four million weights. */
const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

export function createApp(deps: ModelsDeps) {
  const app = createHttpApp("models", deps, { bodyLimitBytes: BODY_LIMIT_BYTES });
  listModelsOperation(app, deps);
  uploadModelOperation(app, deps);
  rollbackModelOperation(app, deps);
  readServingOperation(app, deps);
  listAuditOperation(app, deps);
  readMetricsOperation(app, deps);
  replayPredictionOperation(app, deps);
  runOutcomesOperation(app, deps);
  runCanariesOperation(app, deps);
  getModelOperation(app, deps);
  getModelCardOperation(app, deps);
  drawCardOperation(app, deps);
  promoteModelOperation(app, deps);
  setCanaryOperation(app, deps);
  getCanaryOperation(app, deps);
  stopCanaryOperation(app, deps);
  return app;
}

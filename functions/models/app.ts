import { createHttpApp } from "../../shared/http/create-app.ts";
import type { ModelsDeps } from "./deps.ts";
import { drawCardOperation } from "./draw-card.ts";
import { getModelOperation } from "./get-model.ts";
import { getModelCardOperation } from "./get-model-card.ts";
import { listAuditOperation } from "./list-audit.ts";
import { listModelsOperation } from "./list-models.ts";
import { promoteModelOperation } from "./promote-model.ts";
import { readServingOperation } from "./read-serving.ts";
import { rollbackModelOperation } from "./rollback-model.ts";
import { setCanaryOperation } from "./set-canary.ts";
import { stopCanaryOperation } from "./stop-canary.ts";

export function createApp(deps: ModelsDeps) {
  const app = createHttpApp("models", deps);
  listModelsOperation(app, deps);
  rollbackModelOperation(app, deps);
  readServingOperation(app, deps);
  listAuditOperation(app, deps);
  getModelOperation(app, deps);
  getModelCardOperation(app, deps);
  drawCardOperation(app, deps);
  promoteModelOperation(app, deps);
  setCanaryOperation(app, deps);
  stopCanaryOperation(app, deps);
  return app;
}

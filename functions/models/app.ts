import { createHttpApp } from "../../shared/http/create-app.ts";
import type { ModelsDeps } from "./deps.ts";
import { getModelOperation } from "./get-model.ts";
import { listModelsOperation } from "./list-models.ts";
import { promoteModelOperation } from "./promote-model.ts";
import { rollbackModelOperation } from "./rollback-model.ts";

export function createApp(deps: ModelsDeps) {
  const app = createHttpApp("models", deps);
  listModelsOperation(app, deps);
  rollbackModelOperation(app, deps);
  getModelOperation(app, deps);
  promoteModelOperation(app, deps);
  return app;
}

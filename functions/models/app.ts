import { createHttpApp } from "../../shared/http/create-app.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";
import { getModelOperation } from "./get-model.ts";
import { listModelsOperation } from "./list-models.ts";
import { promoteModelOperation } from "./promote-model.ts";
import { rollbackModelOperation } from "./rollback-model.ts";

export interface ModelsDeps extends HttpDeps {
  readonly models: ModelStore;
}

export function createApp(deps: ModelsDeps) {
  const app = createHttpApp("models", deps);
  listModelsOperation(app, deps);
  rollbackModelOperation(app, deps);
  getModelOperation(app, deps);
  promoteModelOperation(app, deps);
  return app;
}

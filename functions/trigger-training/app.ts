import { createHttpApp } from "../../shared/http/create-app.ts";
import type { TriggerTrainingDeps } from "./deps.ts";
import { triggerTrainingOperation } from "./trigger-training.ts";

export function createApp(deps: TriggerTrainingDeps) {
  const app = createHttpApp("trigger-training", deps);
  triggerTrainingOperation(app, deps);
  return app;
}

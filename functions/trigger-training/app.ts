import { createHttpApp } from "../../shared/http/create-app.ts";
import { cancelJobOperation } from "./cancel-job.ts";
import type { TriggerTrainingDeps } from "./deps.ts";
import { getJobOperation } from "./get-job.ts";
import { runSliceOperation } from "./run-slice.ts";
import { triggerTrainingOperation } from "./trigger-training.ts";

export function createApp(deps: TriggerTrainingDeps) {
  const app = createHttpApp("trigger-training", deps);
  triggerTrainingOperation(app, deps);
  getJobOperation(app, deps);
  cancelJobOperation(app, deps);
  runSliceOperation(app, deps);
  return app;
}

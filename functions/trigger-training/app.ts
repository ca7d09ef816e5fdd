import type { FeatureSet } from "../../shared/features/feature-set.ts";
import { createHttpApp } from "../../shared/http/create-app.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import type { InstrumentStore } from "../../shared/ports/instrument-store.ts";
import type { JobWaker } from "../../shared/ports/job-waker.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";
import type { JobRunnerDeps } from "../../shared/services/jobs/run-job-slice.ts";
import { cancelJobOperation } from "./cancel-job.ts";
import { getJobOperation } from "./get-job.ts";
import { runSliceOperation } from "./run-slice.ts";
import { triggerTrainingOperation } from "./trigger-training.ts";

export interface TriggerTrainingDeps extends HttpDeps {
  readonly runner: JobRunnerDeps;
  readonly waker: JobWaker;
  readonly instruments: InstrumentStore;
  readonly models: Pick<ModelStore, "get">;
  readonly featureSet: Pick<FeatureSet, "version">;
  /** Synchronous work that one slice may do. */
  readonly cpuBudgetMs: number;
}

export function createApp(deps: TriggerTrainingDeps) {
  const app = createHttpApp("trigger-training", deps);
  triggerTrainingOperation(app, deps);
  getJobOperation(app, deps);
  cancelJobOperation(app, deps);
  runSliceOperation(app, deps);
  return app;
}

import { createHttpApp } from "../../shared/http/create-app.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import type { BlobStore } from "../../shared/ports/blob-store.ts";
import type { Cache } from "../../shared/ports/cache.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";
import type { PredictorStatus } from "../../shared/ports/predictor-status.ts";
import { checkLivenessOperation } from "./check-liveness.ts";
import { checkReadinessOperation } from "./check-readiness.ts";

export interface HealthDeps extends HttpDeps {
  readonly models: ModelStore;
  readonly blobs: BlobStore;
  readonly cache: Cache;
  readonly predictor: PredictorStatus;
}

export function createApp(deps: HealthDeps) {
  const app = createHttpApp("health", deps);
  checkLivenessOperation(app, deps);
  checkReadinessOperation(app, deps);
  return app;
}

import { createHttpApp } from "../../shared/http/create-app.ts";
import { checkLivenessOperation } from "./check-liveness.ts";
import { checkReadinessOperation } from "./check-readiness.ts";
import type { HealthDeps } from "./deps.ts";
import { readMetricsOperation } from "./read-metrics.ts";

export function createApp(deps: HealthDeps) {
  const app = createHttpApp("health", deps);
  checkLivenessOperation(app, deps);
  checkReadinessOperation(app, deps);
  readMetricsOperation(app, deps);
  return app;
}

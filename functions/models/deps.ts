import type { HttpDeps } from "../../shared/http/env.ts";
import type { AuditLog } from "../../shared/ports/audit-log.ts";
import type { BarStore } from "../../shared/ports/bar-store.ts";
import type { CanaryTestStore } from "../../shared/ports/canary-test-store.ts";
import type { JobWaker } from "../../shared/ports/job-waker.ts";
import type { ModelCardStore } from "../../shared/ports/model-card-store.ts";
import type { ModelMetricsStore } from "../../shared/ports/model-metrics-store.ts";
import type { ModelSessions } from "../../shared/ports/model-sessions.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";
import type { OutcomeStore } from "../../shared/ports/outcome-store.ts";
import type { PredictionArchive } from "../../shared/ports/prediction-archive.ts";
import type { UploadDeps } from "../../shared/services/uploads/receive.ts";

/** Needs of this function, behind ports. */
export interface ModelsDeps extends HttpDeps, UploadDeps {
  readonly models: ModelStore;
  readonly audit: AuditLog;
  readonly cards: ModelCardStore;
  readonly bars: BarStore;
  readonly outcomes: OutcomeStore;
  readonly canaryTests: CanaryTestStore;
  readonly modelMetrics: ModelMetricsStore;
  readonly archive: PredictionArchive;
  readonly sessions: ModelSessions;
  readonly waker: JobWaker;
  /** Has this function settle more outcomes. */
  readonly outcomesWaker: JobWaker;
}

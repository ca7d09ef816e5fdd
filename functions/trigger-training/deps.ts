import type { FeatureSet } from "../../shared/features/feature-set.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import type { GateThresholds } from "../../shared/ml/gate/gate-thresholds.ts";
import type { BarStore } from "../../shared/ports/bar-store.ts";
import type { InstrumentStore } from "../../shared/ports/instrument-store.ts";
import type { JobWaker } from "../../shared/ports/job-waker.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";
import type { JobRunnerDeps } from "../../shared/services/jobs/run-slice.ts";

/** What this function needs, behind ports. */
export interface TriggerTrainingDeps extends HttpDeps {
  readonly runner: JobRunnerDeps;
  readonly waker: JobWaker;
  readonly instruments: InstrumentStore;
  readonly bars: Pick<BarStore, "read">;
  readonly models: Pick<ModelStore, "get">;
  readonly featureSet: Pick<FeatureSet, "version">;
  readonly gate: GateThresholds;
  /** Synchronous work that one slice may do. */
  readonly cpuBudgetMs: number;
  /** Between two looks at a job that is followed as events. */
  readonly followPollMs: number;
}

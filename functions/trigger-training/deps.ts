import type { FeatureSet } from "../../shared/features/feature-set.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import type { GateThresholds } from "../../shared/ml/gate/gate-thresholds.ts";
import type { BarStore } from "../../shared/ports/bar-store.ts";
import type { InstrumentStore } from "../../shared/ports/instrument-store.ts";
import type { JobStore } from "../../shared/ports/job-store.ts";
import type { JobWaker } from "../../shared/ports/job-waker.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";

/** Everything that this function needs, behind ports. */
export interface TriggerTrainingDeps extends HttpDeps {
  readonly jobs: JobStore;
  /** Has a function run the training's first slice. */
  readonly waker: JobWaker;
  readonly instruments: InstrumentStore;
  readonly bars: Pick<BarStore, "read">;
  readonly models: Pick<ModelStore, "get">;
  readonly featureSet: Pick<FeatureSet, "version">;
  readonly gate: GateThresholds;
}

import type { FeatureSet } from "../../features/feature-set.ts";
import type { JobContext } from "../../jobs/job-definition.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { BlobStore } from "../../ports/blob-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { InstrumentStore } from "../../ports/instrument-store.ts";
import type { ModelRegistry } from "../../ports/model-registry.ts";
import type { ModelRuntime } from "../../ports/model-runtime.ts";
import type { ModelStore } from "../../ports/model-store.ts";
import type { TrialLog } from "../../ports/trial-log.ts";
import type { TrainingSpec } from "./spec.ts";
import type { PhaseName, StateOf, TrainingState } from "./state.ts";

export interface TrainingDeps {
  readonly bars: BarStore;
  readonly instruments: InstrumentStore;
  readonly featureSet: FeatureSet;
  readonly models: ModelStore;
  readonly registry: ModelRegistry;
  readonly trials: TrialLog;
  /** Runs an exported file, to check it against the learner. */
  readonly runtime: Pick<ModelRuntime, "load">;
  /** The files of models. */
  readonly files: BlobStore;
  readonly clock: Clock;
}

export interface PhaseContext extends JobContext {
  readonly deps: TrainingDeps;
  readonly spec: TrainingSpec;
}

/** One bounded piece of a phase's work: the state after it, of the same phase or of the next. */
export type Phase<Name extends PhaseName> = (
  context: PhaseContext,
  state: StateOf<Name>,
) => Promise<TrainingState>;

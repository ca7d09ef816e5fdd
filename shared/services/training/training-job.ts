import { Failure } from "../../failure.ts";
import type { JobContext, JobDefinition } from "../../jobs/job-definition.ts";
import { calibrateModel } from "./calibrate-model.ts";
import { compareChampion } from "./compare-champion.ts";
import { computeFeatureBlocks } from "./compute-feature-blocks.ts";
import { evaluateModel } from "./evaluate-model.ts";
import { explainModel } from "./explain-model.ts";
import { exportModel } from "./export-model.ts";
import { fitLearner, startLearner } from "./fit-learner.ts";
import { joinColumns } from "./join-columns.ts";
import { labelBars } from "./label-bars.ts";
import { loadBars, startLoading } from "./load-bars.ts";
import type { Phase, TrainingDeps } from "./phase.ts";
import { prepareColumns } from "./prepare-columns.ts";
import { progressOf } from "./progress.ts";
import { registerModel } from "./register-model.ts";
import { scoreRows } from "./score-rows.ts";
import { artifactsFor, sealHoldout } from "./seal-holdout.ts";
import { searchParams } from "./search-params.ts";
import { parseTrainingSpec, TRAINING_KIND, type TrainingSpec } from "./training-spec.ts";
import {
  decodeTrainingState,
  encodeTrainingState,
  type PhaseName,
  type StateOf,
  type TrainingState,
} from "./training-state.ts";
import { validateModel } from "./validate-model.ts";

const PHASES: { readonly [Name in Exclude<PhaseName, "done">]: Phase<Name> } = {
  load: loadBars,
  label: labelBars,
  seal: sealHoldout,
  features: computeFeatureBlocks,
  search: searchParams,
  validate: validateModel,
  prepare: prepareColumns,
  join: joinColumns,
  start: startLearner,
  fit: fitLearner,
  score: scoreRows,
  calibrate: calibrateModel,
  compare: compareChampion,
  evaluate: evaluateModel,
  export: exportModel,
  explain: explainModel,
  register: registerModel,
};

/** From stored bars to a judged and registered model. */
export function createTrainingJob(deps: TrainingDeps): JobDefinition<TrainingSpec, TrainingState> {
  return {
    kind: TRAINING_KIND,
    parseSpec: parseTrainingSpec,
    start: startLoading,
    async step(spec, state, context) {
      assertSameFeatures(spec, deps);
      return state.phase === "done" ? state : await runPhase(state.phase, { ...context, deps, spec }, state);
    },
    report: (state, spec) => ({
      phase: state.phase,
      progress: progressOf(state, spec),
      ...(state.phase === "done" && { result: state.result }),
    }),
    encodeState: encodeTrainingState,
    decodeState: decodeTrainingState,
  };
}

/** The table's types say that each phase gets its own state; here they meet by name. */
function runPhase<Name extends Exclude<PhaseName, "done">>(
  name: Name,
  context: JobContext & { readonly deps: TrainingDeps; readonly spec: TrainingSpec },
  state: TrainingState,
): Promise<TrainingState> {
  const artifacts = artifactsFor(name, state, context.artifacts);
  const spec = "params" in state && state.params ? { ...context.spec, params: state.params } : context.spec;
  return PHASES[name]({ ...context, artifacts, spec }, state as StateOf<Name>);
}

/** A deploy in the middle of a training may bring other features; rows of both would make no model. */
function assertSameFeatures({ featureSetVersion }: TrainingSpec, { featureSet }: TrainingDeps): void {
  if (featureSetVersion === featureSet.version) return;
  throw new Failure(
    "feature_set_mismatch",
    `The training was asked for on feature set ${featureSetVersion}; this is ${featureSet.version}.`,
  );
}

import { Failure } from "../../failure.ts";
import type { JobContext, JobDefinition } from "../../jobs/job-definition.ts";
import type { Phase, TrainingDeps } from "./phase.ts";
import { calibrateModel } from "./phases/calibrate.ts";
import { compareChampion } from "./phases/compare.ts";
import { evaluateModel } from "./phases/evaluate.ts";
import { explainModel } from "./phases/explain.ts";
import { exportModel } from "./phases/export.ts";
import { computeFeatureBlocks } from "./phases/features.ts";
import { fitLearner, startLearner } from "./phases/fit.ts";
import { joinColumns } from "./phases/join.ts";
import { labelBars } from "./phases/label.ts";
import { loadBars, startLoading } from "./phases/load.ts";
import { prepareColumns } from "./phases/prepare.ts";
import { registerModel } from "./phases/register.ts";
import { scoreRows } from "./phases/score.ts";
import { artifactsFor, sealHoldout } from "./phases/seal.ts";
import { searchParams } from "./phases/search.ts";
import { validateModel } from "./phases/validate.ts";
import { progressOf } from "./progress.ts";
import { parseTrainingSpec, TRAINING_KIND, type TrainingSpec } from "./spec.ts";
import type { PhaseName, StateOf, TrainingState } from "./state.ts";
import { decodeTrainingState, encodeTrainingState } from "./state-codec.ts";

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

/** From stored bars to an evaluated and registered model. */
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

import type { JobDefinition } from "../../jobs/job-definition.ts";
import type { TrainingDeps } from "../training/phase.ts";
import { computeFeatureBlocks } from "../training/phases/features.ts";
import { labelBars } from "../training/phases/label.ts";
import { loadBars, startLoading } from "../training/phases/load.ts";
import type { TrainingState } from "../training/state.ts";
import { askUpload, compareUpload } from "./ask.ts";
import {
  parseUploadEvaluationSpec,
  UPLOAD_EVALUATION_KIND,
  type UploadEvaluationSpec,
} from "./evaluate-spec.ts";
import type { UploadContext, UploadEvaluationState } from "./evaluate-state.ts";
import { explainUpload } from "./explain.ts";
import { measureUpload } from "./register.ts";

const BEGINS_AT = {
  load: 0,
  label: 0.1,
  seal: 0.2,
  features: 0.2,
  ask: 0.5,
  compare: 0.7,
  explain: 0.75,
  measure: 0.9,
  done: 1,
} as const;

/**
 * From an uploaded file to an evaluated and registered model: stored bars are labelled, the model is asked about those after its
 * training, and the gate that trained models pass decides whether it is a candidate.
 */
export function createUploadEvaluationJob(
  deps: TrainingDeps,
): JobDefinition<UploadEvaluationSpec, UploadEvaluationState> {
  return {
    kind: UPLOAD_EVALUATION_KIND,
    parseSpec: parseUploadEvaluationSpec,
    start: ({ training }) => startLoading(training),
    step: (upload, state, context) => step({ ...context, deps, spec: upload.training, upload }, state),
    report: (state) => ({
      phase: state.phase,
      progress: BEGINS_AT[state.phase],
      ...(state.phase === "done" && { result: state.result }),
    }),
    encodeState: (state) => new TextEncoder().encode(JSON.stringify(state)),
    decodeState: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
  };
}

async function step(context: UploadContext, state: UploadEvaluationState): Promise<UploadEvaluationState> {
  switch (state.phase) {
    case "load":
      return ownState(await loadBars(context, state));
    case "label":
      return ownState(await labelBars(context, state));
    case "seal":
      return { ...state, phase: "features", sealed: "", blocks: [], symbol: 0, bar: 0 };
    case "features":
      return ownState(await computeFeatureBlocks(context, state));
    case "ask":
      return await askUpload(context, state);
    case "compare":
      return await compareUpload(context, state);
    case "explain":
      return await explainUpload(context, state);
    case "measure":
      return await measureUpload(context, state);
    case "done":
      return state;
  }
}

/** The phases that a training shares with this job; where a training would go on to learn, the model is asked. */
function ownState(state: TrainingState): UploadEvaluationState {
  if (state.phase !== "prepare") return state as UploadEvaluationState;
  const { series, samples, blocks } = state;
  return { phase: "ask", series, samples, blocks, asked: 0, runs: [] };
}

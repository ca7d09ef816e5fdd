import type { ModelCard } from "../../ml/card/model-card.ts";
import type { FeatureImportance } from "../../ml/card/permutation-importance.ts";
import type { HoldoutReport } from "../../ml/evaluation/holdout-report.ts";
import type { PhaseContext } from "../training/phase.ts";
import type { Champion, Series, StateOf } from "../training/state.ts";
import type { UploadEvaluationSpec } from "./evaluate-spec.ts";

/** Artifacts that hold the rows. */
interface Rows {
  readonly series: readonly Series[];
  readonly samples: readonly string[];
  readonly blocks: readonly string[];
}

interface Asked extends Rows {
  /** Bars that one row of the model shows. */
  readonly bars: number;
  /** The uploaded model's probabilities of the holdout, cut into runs. */
  readonly runs: readonly string[];
}

interface Evaluated extends Asked {
  readonly report: HoldoutReport;
  readonly card: Omit<ModelCard, "importance" | "importance_rows">;
  readonly importance: readonly FeatureImportance[];
  readonly importanceRows: number;
}

export type UploadEvaluationState =
  | StateOf<"load">
  | StateOf<"label">
  | StateOf<"seal">
  | StateOf<"features">
  | (Rows & {
      readonly phase: "ask";
      readonly bars?: number;
      readonly asked: number;
      readonly runs: readonly string[];
    })
  /** The model that serves the scope is asked about the same rows; then the outcomes are looked at. */
  | (Asked & { readonly phase: "compare"; readonly champion?: Champion })
  /** `evaluationRows`: the artifact of the rows that are shuffled, once they are picked. */
  | (Evaluated & { readonly phase: "explain"; readonly evaluationRows?: string })
  /** `columns`: how groups of features were distributed before the end of its training. */
  | (Evaluated & { readonly phase: "measure"; readonly columns: readonly string[] })
  | { readonly phase: "done"; readonly result: EvaluatedUpload };

export type UploadStateOf<Phase extends UploadEvaluationState["phase"]> = Extract<
  UploadEvaluationState,
  { readonly phase: Phase }
>;

/** The job's answer in the end. */
interface EvaluatedUpload {
  readonly model_version: string;
  readonly model_status: "candidate" | "rejected";
  readonly onnx_sha256: string;
  readonly report: HoldoutReport;
}

/** Of one step: the training's own context, whose spec is the upload's. */
export interface UploadContext extends PhaseContext {
  readonly upload: UploadEvaluationSpec;
}

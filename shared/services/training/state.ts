import type { Calibration } from "../../ml/calibration/calibration.ts";
import type { ModelCard } from "../../ml/card/model-card.ts";
import type { FeatureImportance } from "../../ml/card/permutation-importance.ts";
import type { ValidationFindings } from "../../ml/evaluation/cross-validation.ts";
import type { HoldoutReport } from "../../ml/evaluation/holdout-report.ts";
import type { NoComparison } from "../../ml/gate/compare-with-champion.ts";
import type { ModelFile } from "../../ports/model-store.ts";
import type { FitState, SearchState, ValidationState } from "./folds/fold-state.ts";

/** The stored bars of one symbol: artifacts, oldest first. */
export interface Series {
  readonly pages: readonly string[];
  readonly bars: number;
}

interface Labelled {
  readonly series: readonly Series[];
  /** Labelled bars, one artifact a symbol. */
  readonly samples: readonly string[];
}

/** Artifacts that hold the rows to learn from. */
interface Rows {
  readonly series: readonly Series[];
  /** Labelled bars, one artifact a symbol, without the outcomes of the holdout. */
  readonly samples: readonly string[];
  /** The same of all symbols with every outcome; only `evaluate` may read it. */
  readonly sealed: string;
  /** Parameters that a search found, in place of the spec's own parameters. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Daily Sharpe ratios of a search's trials; null of those that have none. */
  readonly trialSharpes?: readonly (number | null)[];
  /** The result of a cross-validation. */
  readonly validation?: ValidationFindings;
  /** Features of all bars from the first that has every one of them, symbol after symbol, cut into blocks. */
  readonly blocks: readonly string[];
}

/** Groups of features in the learner's own form, each an artifact for every piece of it. */
interface Columns extends Rows {
  readonly columns: readonly (readonly string[])[];
}

/** All rows in the learner's own form, an artifact for every piece. */
interface Prepared extends Columns {
  readonly prepared: readonly string[];
}

interface Fitted extends Columns {
  /** The learner's last state. */
  readonly fitted: string;
}

interface Scored extends Fitted {
  /** Raw scores of the validation rows and then of the holdout's, cut into runs. */
  readonly scores: readonly string[];
}

interface Calibrated extends Scored {
  readonly calibration: Calibration;
}

/** The serving model that the new one is compared with, or why it is not. */
export type Champion =
  | { readonly version: string | null; readonly none: NoComparison }
  | {
      readonly version: string;
      /** Of its file. */
      readonly path: string;
      /** First decision that it had not seen the outcome of, epoch milliseconds. */
      readonly unseenFrom: number;
      /** Rows of the holdout that it has been asked about, from the first unseen one on. */
      readonly asked: number;
      /** Its probabilities, cut into runs. */
      readonly runs: readonly string[];
    };

interface Compared extends Calibrated {
  readonly champion: Champion;
}

/** Once the holdout has been looked at, nothing leads to its outcomes any more. */
interface Evaluated extends Omit<Calibrated, "sealed"> {
  readonly report: HoldoutReport;
  readonly card: EvaluatedCard;
}

/** The part of the card that comes from the holdout. */
type EvaluatedCard = Omit<ModelCard, "importance" | "importance_rows">;

interface Exported extends Evaluated {
  readonly file: ModelFile;
}

interface Explained extends Exported {
  /** In the order of the features, as far as they have been shuffled. */
  readonly importance: readonly FeatureImportance[];
  readonly importanceRows: number;
}

/** Results known after each step; a phase adds to those of the phases before it. */
export type TrainingState =
  | {
      readonly phase: "load";
      readonly series: readonly Series[];
      readonly current: Series;
      readonly before: number;
    }
  | (Labelled & { readonly phase: "label" })
  | (Labelled & { readonly phase: "seal" })
  | (Rows & {
      readonly phase: "features";
      readonly symbol: number;
      readonly bar: number;
    })
  | (Rows & SearchState & { readonly phase: "search" })
  | (Rows & ValidationState & { readonly phase: "validate" })
  | (Columns & { readonly phase: "prepare" })
  | (Prepared & { readonly phase: "join" })
  | (Prepared & { readonly phase: "start" })
  | (Prepared & Omit<FitState, "prepared"> & { readonly phase: "fit" })
  | (Scored & { readonly phase: "score" })
  | (Scored & { readonly phase: "calibrate" })
  | (Calibrated & { readonly phase: "compare"; readonly champion?: Champion })
  | (Compared & { readonly phase: "evaluate" })
  | (Evaluated & { readonly phase: "export" })
  /** `evaluationRows`: the artifact of the rows that are shuffled, once they are picked; `share` of the features that are done. */
  | (Explained & { readonly phase: "explain"; readonly evaluationRows?: string; readonly share: number })
  | (Explained & { readonly phase: "register" })
  | { readonly phase: "done"; readonly result: TrainingResult };

export type PhaseName = TrainingState["phase"];
export type StateOf<Name extends PhaseName> = Extract<TrainingState, { readonly phase: Name }>;

/** The job's answer in the end. */
export interface TrainingResult {
  readonly model_version: string;
  /** active: it serves already; candidate: it may be promoted; rejected: it did not pass the gate. */
  readonly model_status: "active" | "candidate" | "rejected";
  readonly onnx_sha256: string;
  readonly report: HoldoutReport;
}

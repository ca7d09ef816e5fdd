import type { Applicability } from "../ml/applicability/applicability.ts";
import type { ModelCard } from "../ml/card/model-card.ts";
import type { Epochs } from "../ml/fitting.ts";
import type { LabelSpec } from "../ml/labels/label-spec.ts";
import type { ModelFile, ModelScope, StoredVerdict, TimeWindow } from "./model-store.ts";

/** A trained model as it enters the registry. `unknown` members are stored as JSON, as they are. */
export interface TrainedModel extends ModelScope {
  readonly version: string;
  readonly symbols: readonly string[];
  readonly status: "candidate" | "rejected";
  readonly family: string;
  readonly params: unknown;
  readonly seed: number;
  readonly jobId: string;
  readonly featureSet: { readonly version: string; readonly definition: unknown };
  readonly labelSpec: LabelSpec;
  readonly trainingWindow: TimeWindow;
  readonly holdoutWindow: TimeWindow;
  readonly trainingRows: number;
  readonly validationRows: number;
  readonly file: ModelFile;
  readonly metrics: unknown;
  readonly gate: StoredVerdict;
  readonly calibration: unknown;
  /** Statistics of the training part, in the order of CLASSES and of the features: for drift and for abstention. */
  readonly baselines: {
    readonly classPrior: readonly number[];
    readonly features: unknown;
    readonly applicability?: Applicability;
  };
  /** The figures that the registry keeps as columns of their own. */
  readonly figures: ModelFigures;
  /** Data that its pictures are drawn from. */
  readonly card: ModelCard;
  /** Undefined for an upload: nobody tells how it was learned. */
  readonly epochs: Epochs | undefined;
  readonly trainingMs: number;
}

export interface ModelFigures {
  readonly accuracy: number;
  readonly precisionBuy: number | null;
  readonly precisionSell: number | null;
  readonly recallBuy: number | null;
  readonly recallSell: number | null;
  readonly f1: number | null;
  readonly winRate: number | null;
  readonly averageReturn: number | null;
  readonly profitFactor: number | null;
  readonly maxDrawdown: number;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
}

/** The model registry as training sees it. */
export interface ModelRegistry {
  /** Enters a trained model; the same version with the same file again changes nothing. */
  register(model: TrainedModel): Promise<void>;
}

import type { Timeframe } from "../market/timeframe.ts";
import type { Applicability } from "../ml/applicability/applicability.ts";
import type { ConformalThreshold } from "../ml/conformal/prediction-set.ts";
import type { LabelSpec } from "../ml/labels/label-spec.ts";
import type { ClassProbabilities } from "../signals/class-probabilities.ts";

export const MODEL_STATES = ["training", "candidate", "canary", "active", "retired", "rejected"] as const;
export type ModelState = (typeof MODEL_STATES)[number];

/** What a model serves; one model is active for each. */
export interface ModelScope {
  /** Name of a set of symbols. */
  readonly universe: string;
  readonly timeframe: Timeframe;
  readonly horizonBars: number;
}

export interface ModelFile {
  /** Path in the bucket `models`. */
  readonly path: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** A stretch of bars: ISO 8601, the end exclusive. */
export interface TimeWindow {
  readonly from: string;
  readonly to: string;
}

/** Verdict of the promotion gate, as it was stored with the model. */
export interface StoredVerdict {
  readonly passed: boolean;
  readonly reasons: readonly { readonly code: string; readonly detail: string }[];
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** One entry of the model registry. */
export interface Model extends ModelScope {
  readonly version: string;
  /** The learner that trained it. */
  readonly family: string;
  readonly state: ModelState;
  /** The symbols of its universe. */
  readonly symbols: readonly string[];
  readonly featureSetVersion: string;
  readonly labelSpec: LabelSpec;
  /** Shares of the outcomes in the training part; undefined for a model that came without them. */
  readonly classPrior: ClassProbabilities | undefined;
  /** From which probabilities on outcomes belong to prediction sets; empty for a model that came without them. */
  readonly conformal: readonly ConformalThreshold[];
  /** Which inputs the model knows; undefined for a model that came without it. */
  readonly applicability: Applicability | undefined;
  /** Undefined while it is being trained. */
  readonly file: ModelFile | undefined;
  readonly trainingWindow: TimeWindow | undefined;
  readonly holdoutWindow: TimeWindow | undefined;
  readonly gate: StoredVerdict | undefined;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly calibration: Readonly<Record<string, unknown>> | undefined;
  readonly baselines: Readonly<Record<string, unknown>> | undefined;
  /** ISO 8601 to the microsecond: pages of models are cut by it. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface ModelFilter extends Partial<ModelScope> {
  readonly state?: ModelState;
  /** Only models created before this one's `createdAt`. */
  readonly createdBefore?: string;
  readonly limit: number;
}

export interface ActiveModelQuery {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly horizonBars?: number;
}

/** The model registry as serving sees it. */
export interface ModelStore {
  /** A model in any state. */
  get(version: string): Promise<Model | undefined>;
  /** The active model of the narrowest universe with the symbol; without a horizon, of the shortest one. */
  findActive(query: ActiveModelQuery): Promise<Model | undefined>;
  countActive(): Promise<number>;
  /** Newest first. */
  list(filter: ModelFilter): Promise<Model[]>;
  /**
   * Makes the model the active one of its scope and retires the one before, at once or not at all.
   * @throws Failure not_found, gate_not_passed, conflict
   */
  promote(version: string, actor: string): Promise<Model>;
  /**
   * Takes back the newest promotion of the scope: the model before it serves again.
   * @throws Failure not_found, conflict
   */
  rollback(scope: ModelScope, actor: string): Promise<Model>;
}

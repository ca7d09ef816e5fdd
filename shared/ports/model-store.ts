import type { ClassProbabilities } from "../decision/class-probabilities.ts";
import type { Timeframe } from "../market/timeframe.ts";
import type { Applicability } from "../ml/applicability/applicability.ts";
import type { ConformalThreshold } from "../ml/conformal/prediction-set.ts";
import type { LabelSpec } from "../ml/labels/label-spec.ts";
import type { Actor } from "./actor.ts";

export const MODEL_STATES = ["training", "candidate", "canary", "active", "retired", "rejected"] as const;
export type ModelState = (typeof MODEL_STATES)[number];

/** Bars and horizon that a model serves; one model is active for each. */
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

/** Weights of indicators by name when a model was registered, beside those of the training before it of its scope. */
export interface RecordedWeights {
  readonly current: Readonly<Record<string, number>>;
  /** Undefined for the first training of the scope, as are the changes. */
  readonly previous: Readonly<Record<string, number>> | undefined;
  /** Of the indicators whose weight moved: how much higher it is than before. */
  readonly changes: Readonly<Record<string, number>> | undefined;
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
  /** Share of its scope's bars that a canary answers, in percent; undefined in any other state. */
  readonly canaryPercent: number | undefined;
  /** Undefined for a model without figures of a training. */
  readonly indicatorWeights: RecordedWeights | undefined;
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

/** The active model of a scope, and the canary that answers a share of its bars. */
export interface ActiveModel extends Model {
  readonly canary: Model | undefined;
}

export interface ServingQuery extends ActiveModelQuery {
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Which models served a scope from one act on the registry until the next. */
export interface ServingSpan extends ModelScope {
  readonly activeVersion: string;
  /** It answered `percent` of the bars, and predicted the others in the shadow. */
  readonly canary: { readonly version: string; readonly percent: number } | undefined;
  /** Act that the span began with, and its actor. */
  readonly act: string;
  readonly actor: string;
  /** ISO 8601; it holds still when the end is undefined. */
  readonly since: string;
  readonly until: string | undefined;
}

/** The model registry as serving sees it. */
export interface ModelStore {
  /** A model in any state. */
  get(version: string): Promise<Model | undefined>;
  /** The active model of the narrowest universe with the symbol; without a horizon, of the shortest one. */
  findActive(query: ActiveModelQuery): Promise<ActiveModel | undefined>;
  /** Rejects when the signal says that nobody waits any more. */
  countActive(signal: AbortSignal): Promise<number>;
  /** Newest first. */
  list(filter: ModelFilter): Promise<Model[]>;
  /**
   * Makes the model the active one of its scope, retires the one before and ends a canary, at once or not at all.
   * @throws Failure not_found, gate_not_passed, conflict
   */
  promote(version: string, actor: Actor): Promise<Model>;
  /**
   * Takes back the newest promotion of the scope: the model before it serves again.
   * @throws Failure not_found, conflict
   */
  rollback(scope: ModelScope, actor: Actor): Promise<Model>;
  /**
   * Lets a model with a passed gate answer a share of its scope's bars beside the active one, or changes the share.
   * @param percent 0 (shadow only) to 100
   * @throws Failure not_found, gate_not_passed, conflict
   */
  setCanary(version: string, percent: number, actor: Actor): Promise<Model>;
  /**
   * Makes a canary a candidate again.
   * @throws Failure not_found, conflict
   */
  stopCanary(version: string, actor: Actor): Promise<Model>;
  /** The span in which a symbol was served at a time, chosen as `findActive` chooses. */
  findServing(query: ServingQuery): Promise<ServingSpan | undefined>;
}

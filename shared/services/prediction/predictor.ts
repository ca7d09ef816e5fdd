import type { Instrument } from "../../market/instrument.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import type { RuntimeName } from "../../ports/model-runtime.ts";
import type { Model } from "../../ports/model-store.ts";
import type { PredictionRecord } from "../../ports/prediction-log.ts";

/** The model that a caller wants asked, and of which symbol. */
export interface ModelQuery {
  readonly symbol: string;
  readonly timeframe: Timeframe | undefined;
  /** In bars, or a duration such as "4h" that is a whole number of them. */
  readonly horizon: number | string | undefined;
  /** A model in any state; else the active one. */
  readonly version: string | undefined;
}

export const DEFAULT_TIMEFRAME: Timeframe = "1h";
export const DEFAULT_COVERAGE = 0.9;

export interface PredictionRequest extends ModelQuery {
  /** Values that stand in for the computed ones, by feature name. */
  readonly features: Readonly<Record<string, number>>;
  /** The policy's, when left out. */
  readonly neutralBand?: number | undefined;
  /** Share of outcomes that the prediction set is to contain; DEFAULT_COVERAGE when left out. */
  readonly coverage?: number | undefined;
  /** Asks for the features that made the answer; not, when left out. */
  readonly explain?: boolean | undefined;
  /** "sync": the answer waits until the prediction is durable. */
  readonly log: "async" | "sync";
  readonly userId: string | undefined;
  readonly apiKeyId: string | undefined;
}

/** Rules of predictions that are configured, and not asked for by a caller. */
export interface PredictionPolicy {
  /** Edge |buy - sell| below which neither side is suggested, unless a request names its own. */
  readonly neutralBand: number;
  /** So many missing bars are a feed's delay; more, and nothing is said. */
  readonly toleratedMissedBars: number;
  /** How long an answer may be given again; 0 = never. */
  readonly cacheMs: number;
}

export const DEFAULT_POLICY: PredictionPolicy = {
  neutralBand: 0.05,
  toleratedMissedBars: 3,
  cacheMs: 45_000,
};

/** The newest closed bar of a symbol: what a prediction stands on. */
export interface NewestBar {
  /** Opening time, epoch milliseconds. */
  readonly ts: number;
  readonly close: number;
  /** Tells a bar that was corrected from the one before the correction. */
  readonly fingerprint: string;
}

/** A request, and all that is known about it before its model runs. */
export interface ResolvedRequest {
  readonly request: PredictionRequest;
  readonly instrument: Instrument;
  /** The model that answers. */
  readonly model: Model;
  /** The other model of the scope, while there are two: it predicts the same in the shadow. */
  readonly shadow: Model | undefined;
  readonly bar: NewestBar;
  /** Time of the request on the clock that only runs forward, milliseconds. */
  readonly startedMs: number;
}

/** Share of a feature in the score of a prediction. */
export interface FeatureContribution {
  readonly feature: string;
  /** null = missing. */
  readonly value: number | null;
  readonly reference: number | null;
  readonly contribution: number;
}

/** The reasons why a model leans to BUY or to SELL: its score ln(p_buy / p_sell), taken apart. JSON. */
export interface Explanation {
  /** shapley: the contributions add up to score - base; occlusion: each is what taking the feature away changes. */
  readonly method: "shapley" | "occlusion";
  readonly score: number;
  /** Score of the reference: the training medians. */
  readonly base: number;
  /** The largest ones, in either direction. */
  readonly contributions: readonly FeatureContribution[];
  /** Sum of all the others. */
  readonly rest: number;
}

/** A model's answer for a bar: the same for everybody who asks the same. JSON, so that it can be cached. */
export interface ModelAnswer
  extends Pick<
    PredictionRecord,
    "decision" | "barrierDistance" | "predictionSet" | "dissimilarity" | "features" | "window"
  > {
  readonly imputed: readonly string[];
  /** null where nobody asked. */
  readonly explanation: Explanation | null;
  readonly runtime: RuntimeName;
}

/** An answer, and the request that it was given to: of a canary that failed, the active model's. */
export interface Answered {
  readonly resolved: ResolvedRequest;
  readonly answer: ModelAnswer;
  /** The same had been answered before. */
  readonly isCached: boolean;
}

/**
 * Answers resolved requests, in their order; rows of the same model are one run, and a request that fails takes none of
 * the others with it. The models answer; a cache, a canary's fallback and the shadow are wrapped around them.
 */
export type Predictor = (requests: readonly ResolvedRequest[]) => Promise<PromiseSettledResult<Answered>[]>;

/** An answer under an id of its own, for whoever asked. */
export interface Prediction extends Answered {
  readonly record: PredictionRecord;
}

export interface PredictionService {
  /**
   * @throws Failure unknown_symbol, no_active_model, not_found, feature_set_mismatch, not_enough_bars,
   *   unsupported_model, invalid_request or unavailable
   */
  predict(request: PredictionRequest): Promise<Prediction>;
  /** The same for many. A request that fails takes none of the others with it. */
  predictAll(requests: readonly PredictionRequest[]): Promise<PromiseSettledResult<Prediction>[]>;
}

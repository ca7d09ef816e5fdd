import type { Decision } from "../decision/decide.ts";
import type { Timeframe } from "../market/timeframe.ts";
import type { Direction } from "../ml/learner.ts";
import type { RuntimeName } from "./model-runtime.ts";

/** One prediction with everything that explains it. */
export interface PredictionRecord {
  readonly id: string;
  /** SHADOW: made to compare a model with the one that answered; never shown. */
  readonly type: "SIGNAL" | "SHADOW";
  /** The user who asked; undefined when an API key or the service did. */
  readonly userId: string | undefined;
  /** The API key that asked. */
  readonly apiKeyId: string | undefined;
  readonly modelVersion: string;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly horizonBars: number;
  /** Opening time of the newest bar it saw, epoch milliseconds. */
  readonly barTs: number;
  readonly barClose: number;
  /** Distance of the label's barriers as a fraction of the close. */
  readonly barrierDistance: number;
  /** Values by name as the model received them (float32); null = missing. */
  readonly features: Readonly<Record<string, number | null>>;
  /** Of a model that reads a sequence: the features of the bars before, bar after bar, oldest first; null = missing. */
  readonly window: readonly (number | null)[] | null;
  /** True when the caller put in values of their own. */
  readonly featuresGiven: boolean;
  readonly runtime: RuntimeName;
  readonly decision: Decision;
  /** Outcomes that are not ruled out at a coverage; null for a model that came without thresholds. */
  readonly predictionSet: { readonly coverage: number; readonly classes: readonly Direction[] } | null;
  /** Above 1 the input is far from what the model knows; null for a model that came without statistics. */
  readonly dissimilarity: number | null;
  /** When it was made, epoch milliseconds. */
  readonly predictedAt: number;
  readonly latencyMs: number;
}

/** The lasting record of predictions. */
export interface PredictionLog {
  /** All or nothing; acknowledged means durable. Predictions that are stored already (by id) are left as they are. */
  append(predictions: readonly PredictionRecord[]): Promise<void>;
}

import type { ModelQuery } from "./resolve-model.ts";

export const DEFAULT_COVERAGE = 0.9;

export interface PredictionRequest extends ModelQuery {
  /** Values that stand in for the computed ones, by feature name. */
  readonly features: Readonly<Record<string, number>>;
  /** The policy's, when left out. */
  readonly neutralBand?: number | undefined;
  /** Share of outcomes that the prediction set is to contain; DEFAULT_COVERAGE when left out. */
  readonly coverage?: number | undefined;
  /** Whether to say which features made the answer; not, when left out. */
  readonly explain?: boolean | undefined;
  /** "sync": the answer waits until the prediction is durable. */
  readonly log: "async" | "sync";
  readonly userId: string | undefined;
  readonly apiKeyId: string | undefined;
}

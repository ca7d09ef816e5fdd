import type { FeatureInputs } from "./feature-inputs.ts";

export const FEATURE_CATEGORIES = [
  "price",
  "technical",
  "volume",
  "time",
  "volatility",
  "statistical",
  "pattern",
  "higher-timeframe",
  "regime",
] as const;
export type FeatureCategory = (typeof FEATURE_CATEGORIES)[number];

/**
 * One feature: a number for each bar that depends on this bar and the `lookback - 1` bars before it and on nothing else.
 * It is free of the price's scale: the same for a market at 1 and at 10,000.
 */
export interface FeatureDefinition {
  readonly name: string;
  readonly category: FeatureCategory;
  /** Its definition, exact enough to compute it again. Part of the version: change it when the meaning changes. */
  readonly doc: string;
  /** Bars needed for the value of the newest one. */
  readonly lookback: number;
  /** One value a bar; what stands in the first `lookback - 1` rows is never read. */
  readonly compute: (inputs: FeatureInputs) => Float64Array;
}

/** Shorthand for the features of one category. */
export const featuresOf =
  (category: FeatureCategory) =>
  (
    name: string,
    lookback: number,
    doc: string,
    compute: (inputs: FeatureInputs) => Float64Array,
  ): FeatureDefinition => ({ name, category, doc, lookback, compute });

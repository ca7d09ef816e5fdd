import { hashText } from "../hash/hash-text.ts";
import { AVERAGE_FEATURES } from "./categories/averages.ts";
import { HIGHER_TIMEFRAME_FEATURES } from "./categories/higher.ts";
import { OSCILLATOR_FEATURES } from "./categories/oscillators.ts";
import { PATTERN_FEATURES } from "./categories/pattern.ts";
import { PRICE_FEATURES } from "./categories/price.ts";
import { REGIME_FEATURES } from "./categories/regime.ts";
import { STATISTICAL_FEATURES } from "./categories/statistical.ts";
import { TIME_FEATURES } from "./categories/time.ts";
import { TREND_FEATURES } from "./categories/trend.ts";
import { VOLATILITY_FEATURES } from "./categories/volatility.ts";
import { VOLUME_FEATURES } from "./categories/volume.ts";
import type { FeatureDefinition } from "./feature.ts";

/**
 * Counts changes of how values are computed that no name and no doc line shows. A test holds a checksum of the values:
 * when it fails, either the change was a mistake or this number goes up.
 */
const REVISION = 1;

/** Features in the order of a model's input. */
export interface FeatureSet {
  /** Hash of the definition: a model refuses features of another version. */
  readonly version: string;
  readonly features: readonly FeatureDefinition[];
}

/** Versions a list of features; throws a RangeError when a name stands twice. */
export function createFeatureSet(features: readonly FeatureDefinition[]): FeatureSet {
  const names = new Set(features.map(({ name }) => name));
  if (names.size !== features.length) throw new RangeError("a feature name stands twice");
  const definition = features.map(({ name, category, doc, lookback }) => [name, category, doc, lookback]);
  return { version: `fs-${hashText(JSON.stringify([REVISION, definition]))}`, features };
}

/** The features that models are trained on. */
export const FEATURE_SET: FeatureSet = createFeatureSet([
  ...PRICE_FEATURES,
  ...AVERAGE_FEATURES,
  ...OSCILLATOR_FEATURES,
  ...TREND_FEATURES,
  ...VOLUME_FEATURES,
  ...TIME_FEATURES,
  ...VOLATILITY_FEATURES,
  ...STATISTICAL_FEATURES,
  ...PATTERN_FEATURES,
  ...HIGHER_TIMEFRAME_FEATURES,
  ...REGIME_FEATURES,
]);

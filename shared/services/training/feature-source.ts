import type { Bars } from "../../market/bars.ts";
import type { Instrument } from "../../market/instrument.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import type { FeatureBlock } from "./feature-blocks.ts";

/** The features that rows are made of. */
export interface FeatureSource {
  /** Hash of the definition. */
  readonly version: string;
  /** What is stored under the version. JSON. */
  readonly definition: unknown;
  readonly names: readonly string[];
  /** Bars before a row on which its values may depend. */
  readonly lookback: number;
  /** Values of every bar, feature-major; the first `lookback` ones are warm-up. */
  compute(bars: Bars, instrument: Instrument, timeframe: Timeframe): FeatureBlock;
}

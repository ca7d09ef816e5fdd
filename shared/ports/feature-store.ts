import type { Timeframe } from "../market/timeframe.ts";

/** The features of one closed bar. */
export interface FeatureRow {
  readonly featureSetVersion: string;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Opening time of the bar, epoch milliseconds. */
  readonly ts: number;
  /** In the order of the feature set; null where there is no value. */
  readonly features: readonly (number | null)[];
}

/** The lasting record of features, one row a bar and feature set. */
export interface FeatureStore {
  /** A row that is stored already stays as it is. */
  store(row: FeatureRow): Promise<void>;
}

import type { SampleTimes } from "./splits/sample-times.ts";

/** Rows to learn from. Missing values are NaN. */
export interface Dataset {
  readonly rows: number;
  readonly featureNames: readonly string[];
  /** Feature-major: value of feature f at bar b is `features[f * bars + b]`; without `rowBars` a row is a bar. */
  readonly features: Float32Array;
  /**
   * For families that read sequences: the place of each row's newest bar among all bars. The bars of a sequence stand in
   * a run that ends there, all of one symbol.
   */
  readonly rowBars?: Uint32Array;
  /** Class index of each row: 0 SELL, 1 HOLD, 2 BUY. */
  readonly labels: Uint8Array;
  readonly weights: Float32Array;
  /** Times of each row's decision and outcome, for families that cut their rows once more; the time to leave out at a cut. */
  readonly times?: SampleTimes & { readonly embargoMs: number };
  /**
   * First of the trailing rows that are not learned from and only tell when to stop (early stopping). Give rows between
   * the two parts whose labels overlap the weight 0. Without it every row is learned from.
   */
  readonly validationFrom?: number;
}

/** All of a dataset but its features. */
export type DatasetRows = Omit<Dataset, "features" | "featureNames">;

/** Rows that are learned from; the rest tell when to stop. */
export function trainingRows(data: DatasetRows): number {
  return data.validationFrom ?? data.rows;
}

import type { FeatureRow, FeatureStore } from "../../ports/feature-store.ts";

/** Stores the features of a bar unless this isolate has done so already. */
export type FeatureRecorder = (row: FeatureRow) => Promise<void>;

/**
 * Makes the recorder of an isolate: a crowd of predictions on one bar costs one write. Its memory is one time a symbol,
 * timeframe and feature set; other isolates may write the same row, which changes nothing.
 */
export function createFeatureRecorder(store: FeatureStore): FeatureRecorder {
  const newest = new Map<string, number>();

  return async function recordFeatures(row) {
    const key = [row.featureSetVersion, row.symbol, row.timeframe].join(" ");
    const before = newest.get(key);
    if (before !== undefined && before >= row.ts) return;
    newest.set(key, row.ts);
    try {
      await store.store(row);
    } catch (error) {
      // Not stored after all: the next prediction on this bar tries again.
      if (newest.get(key) === row.ts) newest.delete(key);
      throw error;
    }
  };
}

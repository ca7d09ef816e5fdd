import type { FeatureRow, FeatureStore } from "../../../shared/ports/feature-store.ts";

/** Features in memory, for tests: the first row of a bar and feature set stays. */
export function createMemoryFeatureStore(): FeatureStore & {
  readonly rows: ReadonlyMap<string, FeatureRow>;
} {
  const rows = new Map<string, FeatureRow>();
  return {
    rows,
    async store(row) {
      const key = [row.featureSetVersion, row.symbol, row.timeframe, row.ts].join(" ");
      if (!rows.has(key)) rows.set(key, row);
    },
  };
}

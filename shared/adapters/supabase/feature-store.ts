import type { FeatureStore } from "../../ports/feature-store.ts";
import { callFunction, type ProjectClient } from "./client.ts";

/** Rows of the table `ml_features`. */
export function createSupabaseFeatureStore(client: ProjectClient): FeatureStore {
  return {
    async store({ featureSetVersion, symbol, timeframe, ts, features }) {
      await callFunction<boolean>(client, "store_features", {
        p_feature_set_version: featureSetVersion,
        p_symbol: symbol,
        p_timeframe: timeframe,
        p_ts: new Date(ts).toISOString(),
        p_features: features,
      });
    },
  };
}

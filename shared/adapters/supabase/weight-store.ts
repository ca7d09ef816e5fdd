import type { IndicatorWeight } from "../../indicators/technical-summary.ts";
import type { WeightStore } from "../../ports/weight-store.ts";
import { callFunction, type ProjectClient } from "./client.ts";

/** Weights in `ml_indicator_weights`. */
export function createSupabaseWeightStore(client: ProjectClient): WeightStore {
  return { latest: () => callFunction<IndicatorWeight[]>(client, "get_latest_indicator_weights") };
}

import type { ModelRegistry } from "../../ports/model-registry.ts";
import { callFunction, type ProjectClient } from "./client.ts";
import { toModelRow } from "./model-row.ts";

/** Entries of the table `ml_models`. */
export function createSupabaseModelRegistry(client: ProjectClient): ModelRegistry {
  return {
    async register(model) {
      await callFunction(client, "register_feature_set", {
        p_version: model.featureSet.version,
        p_definition: model.featureSet.definition,
      });
      await callFunction(client, "register_model", { p_model: toModelRow(model) });
      // Apart from the row, and after it: a training that dies in between comes back and stores it then.
      await callFunction(client, "store_model_card", { p_model_version: model.version, p_card: model.card });
    },
  };
}

import type { ModelCard } from "../../ml/card/model-card.ts";
import type { ModelCardStore } from "../../ports/model-card-store.ts";
import { callFunction, type ProjectClient } from "./client.ts";

/** Cards in the table `ml_model_cards`. */
export function createSupabaseModelCardStore(client: ProjectClient): ModelCardStore {
  return {
    async get(version) {
      const card = await callFunction<ModelCard | null>(client, "get_model_card", {
        p_model_version: version,
      });
      return card ?? undefined;
    },
  };
}

import type { SupabaseClient } from "@supabase/supabase-js";
import type { ModelCard } from "../../ml/card/model-card.ts";
import type { ModelCardStore } from "../../ports/model-card-store.ts";
import { callFunction } from "./client.ts";

/** Cards in the table `ml_model_cards`. */
export function createSupabaseModelCardStore(client: SupabaseClient): ModelCardStore {
  return {
    async get(version) {
      const card = await callFunction<ModelCard | null>(client, "get_model_card", {
        p_model_version: version,
      });
      return card ?? undefined;
    },
  };
}

import type { SupabaseClient } from "@supabase/supabase-js";
import { createStorageBlobStore } from "../../shared/adapters/storage/blob-store.ts";
import { createSupabaseModelRegistry } from "../../shared/adapters/supabase/model-registry.ts";
import { sha256Hex } from "../../shared/hash/sha256.ts";
import type { TrainedModel } from "../../shared/ports/model-registry.ts";
import { trainedModelOf } from "./models.ts";

/** Declares an instrument that trades around the clock, and its universe of one symbol. */
export async function declareInstrument(client: SupabaseClient, symbol: string): Promise<void> {
  const { error } = await client.rpc("upsert_instrument", {
    p_instrument: {
      symbol,
      asset_class: "synthetic",
      tick_size: 0.01,
      has_volume: true,
      calendar: { zone: "UTC", sessions: [] },
    },
  });
  if (error) throw error;
}

/** Puts a model file into Storage and registers it. */
export async function registerFile(
  client: SupabaseClient,
  symbol: string,
  bytes: Uint8Array<ArrayBuffer>,
  fields: Partial<TrainedModel> & Pick<TrainedModel, "version">,
): Promise<void> {
  const path = `${fields.version}.onnx`;
  await createStorageBlobStore(client, "models").put(path, bytes);
  const file = { path, sha256: await sha256Hex(bytes), sizeBytes: bytes.length };
  await createSupabaseModelRegistry(client).register(trainedModelOf(symbol, { file, ...fields }));
}

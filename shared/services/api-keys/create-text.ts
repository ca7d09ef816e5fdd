import { formatKey, KEY_SECRET_BYTES, type KeyEnvironment, prefixOf } from "../../api-keys/key-text.ts";
import type { ApiKeyText } from "../../ports/api-key-store.ts";
import { hashKey } from "./hash.ts";

/** A key's new text, which is shown once and never stored, and what is stored of it. */
export async function createKeyText(
  environment: KeyEnvironment,
): Promise<{ readonly key: string; readonly stored: ApiKeyText }> {
  const key = formatKey(environment, crypto.getRandomValues(new Uint8Array(KEY_SECRET_BYTES)));
  return { key, stored: { hash: await hashKey(key), prefix: prefixOf(key) } };
}

import { sha256Hex } from "../../hash/sha256.ts";

/** What of a key's text is stored. The secret in it is random and long: a slow hash would protect nothing more. */
export function hashKey(text: string): Promise<string> {
  return sha256Hex(new TextEncoder().encode(text));
}

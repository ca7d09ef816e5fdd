import { sha256Hex } from "../../hash/sha256.ts";

/** The part of a key's text that is stored. The secret in it is random and long: a slow hash would protect nothing more. */
export function hashKey(text: string): Promise<string> {
  return sha256Hex(new TextEncoder().encode(text));
}

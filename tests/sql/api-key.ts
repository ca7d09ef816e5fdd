import { createHash } from "node:crypto";
import type { TransactionSql } from "postgres";

/** SHA-256 of a text, as the table stores that of a key. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Stores a key of a user, whose text is the name that it bears; answers its id. */
export async function storeKey(
  tx: TransactionSql,
  userId: string,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const key_name = String(changes.key_name ?? "key");
  const row = {
    user_id: userId,
    key_name,
    environment: "live",
    key_prefix: "ew_live_abcdef",
    key_hash: hashOf(key_name),
    scopes: ["predict:read"],
    ...changes,
  };
  const [stored] = await tx`insert into public.ml_api_keys ${tx(row as never)} returning id`;
  return stored!.id;
}

import type postgres from "postgres";
import { createKeyText } from "../../shared/services/api-keys/create-text.ts";

/** A user who exists and is signed in nowhere. */
export async function newUser(sql: postgres.Sql): Promise<string> {
  const [row] = await sql`insert into auth.users (id) values (gen_random_uuid()) returning id`;
  return row!.id;
}

/** An API key with limits that no test reaches. */
export async function storeKey(
  sql: postgres.Sql,
  userId: string,
  scopes: readonly string[],
  changes: object = {},
) {
  const { key, stored } = await createKeyText("live");
  await sql`insert into public.ml_api_keys ${sql({
    user_id: userId,
    key_name: "visitor",
    environment: "live",
    key_prefix: stored.prefix,
    key_hash: stored.hash,
    scopes: [...scopes],
    rate_limit_per_minute: 1_000_000,
    rate_limit_per_hour: 1_000_000,
    ...changes,
  } as never)}`;
  return key;
}

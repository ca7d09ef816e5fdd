import type { TransactionSql } from "postgres";
import { hashOf } from "./api-key.ts";
import { become, OTHER_USER_ID, SERVICE, USER_ID } from "./callers.ts";
import type { MigratedDatabase } from "./database.ts";

export const OWNER = { kind: "user", id: USER_ID, request_id: "request-1" };
export const OTHER = { kind: "user", id: OTHER_USER_ID, request_id: "request-2" };
export const NEW_KEY = {
  key_name: "bot",
  key_type: "prediction",
  environment: "live",
  key_prefix: "ew_live_abcdef",
  key_hash: hashOf("bot"),
  scopes: ["predict:read"],
  ip_allowlist: ["10.0.0.0/8", "2001:db8::1"],
  metadata: { plan: "gold" },
  expires_at: null,
};

/** Runs a body as the service, with two users; nothing stays. */
export function withUsers<T>(
  database: MigratedDatabase,
  body: (tx: TransactionSql) => Promise<T>,
): Promise<T> {
  return database.rolledBack(async (tx) => {
    await tx`insert into auth.users (id) values (${USER_ID}), (${OTHER_USER_ID})`;
    await become(tx, SERVICE);
    return body(tx);
  });
}

export type Key = Record<string, unknown> & { id: string };

export async function issue(
  tx: TransactionSql,
  changes: object = {},
  actor: object = OWNER,
  most = 20,
): Promise<Key> {
  const key = { ...NEW_KEY, ...changes };
  const [row] = await tx`
    select public.issue_ml_api_key(${tx.json(actor as never)}, ${tx.json(key as never)}, ${most}) as key`;
  return row!.key;
}
export async function edit(
  tx: TransactionSql,
  id: string,
  changes: object,
  actor: object = OWNER,
): Promise<Key> {
  const [row] = await tx`
    select public.edit_ml_api_key(${tx.json(actor as never)}, ${id}, ${tx.json(changes as never)}) as key`;
  return row!.key;
}
export async function rotate(
  tx: TransactionSql,
  id: string,
  text: string,
  grace: number,
  actor: object = OWNER,
) {
  const [row] = await tx`select public.rotate_ml_api_key(
    ${tx.json(actor as never)}, ${id}, ${hashOf(text)}, 'ew_live_ghijkl', ${grace}) as key`;
  return row!.key as Key;
}
export async function revoke(tx: TransactionSql, id: string, actor: object = OWNER) {
  const [row] = await tx`select public.revoke_ml_api_key(${tx.json(actor as never)}, ${id}) as key`;
  return row!.key as Key;
}
export async function codeOf(tx: TransactionSql, text: string) {
  const [row] = await tx`select code from public.validate_ml_api_key(${hashOf(text)})`;
  return row!.code;
}

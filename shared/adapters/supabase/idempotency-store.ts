import { type Begun, type IdempotencyStore, KEEP_MS, LOCK_MS } from "../../ports/idempotency-store.ts";
import { callFunction, type ProjectClient } from "./client.ts";

/** Keys and answers in `idempotency_keys`. */
export function createSupabaseIdempotencyStore(client: ProjectClient): IdempotencyStore {
  return {
    begin: ({ scope, key }, fingerprint) =>
      callFunction<Begun>(client, "begin_idempotent_request", {
        p_scope: scope,
        p_key: key,
        p_fingerprint: fingerprint,
        p_lock_seconds: LOCK_MS / 1_000,
        p_keep_seconds: KEEP_MS / 1_000,
      }),
    async end({ scope, key }, token, answer) {
      const args = { p_scope: scope, p_key: key, p_token: token, p_answer: answer ?? null };
      await callFunction<boolean>(client, "end_idempotent_request", args);
    },
  };
}

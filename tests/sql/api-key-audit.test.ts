import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { storeKey } from "./api-key.ts";
import { edit, issue, revoke, rotate, withUsers } from "./api-key-calls.ts";
import { become, USER, USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";

const database = new MigratedDatabase();

describe("the audit log", () => {
  const entries = async (tx: TransactionSql) => {
    await tx`reset role`;
    return [
      ...(await tx`select actor_kind, actor_id, action, subject_id, before, after, request_id
        from public.audit_log where subject_kind = 'api_key' order by id`),
    ];
  };

  test("tells every act, by whom and what it changed", async () => {
    await withUsers(database, async (tx) => {
      const { id } = await issue(tx);
      await edit(tx, id, { key_name: "new" });
      await edit(tx, id, { key_name: "new" });
      await edit(tx, id, { is_active: false });
      await edit(tx, id, { is_active: true });
      await rotate(tx, id, "second", 0);
      await revoke(tx, id);
      await revoke(tx, id);
      const log = await entries(tx);
      expect(log.map(({ action }) => action)).toEqual([
        "api_key.issue",
        "api_key.edit",
        "api_key.disable",
        "api_key.enable",
        "api_key.rotate",
        "api_key.revoke",
      ]);
      for (const entry of log) {
        expect(entry).toMatchObject({
          actor_kind: "user",
          actor_id: USER_ID,
          subject_id: id,
          request_id: "request-1",
        });
      }
      expect(log[0]).toMatchObject({ before: null, after: { id, key_name: "bot", user_id: USER_ID } });
      expect(log[1]).toMatchObject({ before: { key_name: "bot" }, after: { key_name: "new" } });
      expect(JSON.stringify(log)).not.toMatch(/[0-9a-f]{64}|hash/);
    });
  });

  test("tells an owner's own edit over REST too, and who an operator is", async () => {
    await withUsers(database, async (tx) => {
      const id = await storeKey(tx, USER_ID);
      await become(tx, USER);
      await tx`update public.ml_api_keys set is_active = false`;
      const log = await entries(tx);
      expect(log.slice(1)).toMatchObject([
        {
          actor_kind: "user",
          actor_id: USER_ID,
          action: "api_key.disable",
          subject_id: id,
          request_id: null,
        },
      ]);
      // The service's own statements, beside its functions, are the platform key's doing.
      expect(log[0]).toMatchObject({ actor_kind: "secret", action: "api_key.issue" });
    });
  });

  test("is silent about usage, and keeps what was when a key goes with its owner", async () => {
    await withUsers(database, async (tx) => {
      const { id } = await issue(tx);
      await tx`update public.ml_api_keys set usage_count = 5, last_used_at = now()`;
      await tx`reset role`;
      await tx`delete from auth.users where id = ${USER_ID}`;
      const log = await entries(tx);
      expect(log.map(({ action }) => action)).toEqual(["api_key.issue", "api_key.delete"]);
      expect(log[1]).toMatchObject({ subject_id: id, before: { key_name: "bot" }, after: null });
    });
  });
});

import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";

const database = new MigratedDatabase();

function audit(tx: TransactionSql, actor: Readonly<Record<string, unknown>>, action = "model.promote") {
  return tx`
    select internal.audit(${tx.json(actor as never)}, ${action}, 'model', 'm1', '{"state": "candidate"}', '{"state": "active"}')`;
}

describe("internal.audit", () => {
  test("records who did what, by which request, and what it changed", async () => {
    await database.asService(async (tx) => {
      await audit(tx, { kind: "operator", id: USER_ID, request_id: "r1" });
      const [row] = await tx`select * from public.audit_log`;
      expect(row).toMatchObject({
        actor_kind: "operator",
        actor_id: USER_ID,
        action: "model.promote",
        subject_kind: "model",
        subject_id: "m1",
        before: { state: "candidate" },
        after: { state: "active" },
        request_id: "r1",
      });
    });
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ["nobody", {}, "model.promote", "23502"],
    ["an unknown kind of actor", { kind: "root" }, "model.promote", "23514"],
    ["a user without a name", { kind: "user" }, "model.promote", "23514"],
    ["an act that is not <subject>.<verb>", { kind: "secret" }, "promoted", "23514"],
  ])("refuses %s", async (_, actor, action, code) => {
    await expect(database.asService((tx) => audit(tx, actor, action))).rejects.toMatchObject({ code });
  });
});

test.each([
  "update public.audit_log set action = 'a.b'",
  "delete from public.audit_log",
  "truncate public.audit_log",
])("what is recorded stays, for the owner of the table too: %s", async (statement) => {
  const change = database.rolledBack(async (tx) => {
    await audit(tx, { kind: "secret" });
    await tx.unsafe(statement);
  });
  await expect(change).rejects.toMatchObject({ code: "EW409" });
});

import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { hashOf } from "./api-key.ts";
import {
  codeOf,
  edit,
  issue,
  type Key,
  NEW_KEY,
  OTHER,
  OWNER,
  revoke,
  rotate,
  withUsers,
} from "./api-key-calls.ts";
import { ANON, OPERATOR, OTHER_USER_ID, USER, USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";

const database = new MigratedDatabase();

describe("a key that is issued", () => {
  test("is stored as asked, with the default limits, and answered without hashes", async () => {
    await withUsers(database, async (tx) => {
      const key = await issue(tx, { expires_at: "2100-01-01T00:00:00Z" });
      const { key_hash: _, expires_at: __, ...asked } = NEW_KEY;
      expect(key).toMatchObject({
        ...asked,
        user_id: USER_ID,
        is_active: true,
        rate_limit_per_minute: 60,
        rate_limit_per_hour: 1000,
        usage_count: 0,
      });
      expect(new Date(String(key.expires_at)).toISOString()).toBe("2100-01-01T00:00:00.000Z");
      expect(Object.keys(key).filter((name) => name.includes("hash"))).toEqual([]);
      expect(await codeOf(tx, "bot")).toBe("FORBIDDEN_IP");
    });
  });

  test("is refused beyond the user's number of keys, for which revoked ones do not count", async () => {
    await withUsers(database, async (tx) => {
      const first = await issue(tx, { key_hash: hashOf("1") }, OWNER, 2);
      await issue(tx, { key_hash: hashOf("2") }, OWNER, 2);
      expect(await issue(tx, { key_hash: hashOf("3") }, OWNER, 2)).toBeNull();
      await revoke(tx, first.id);
      expect(await issue(tx, { key_hash: hashOf("3") }, OWNER, 2)).not.toBeNull();
      expect(await issue(tx, { key_hash: hashOf("4") }, OTHER, 2)).not.toBeNull();
    });
  });

  test.each([
    ["networks that are none", { ip_allowlist: ["10.0.0.0/33"] }],
    ["too much metadata", { metadata: { a: "x".repeat(5_000) } }],
  ])("is refused with %s", async (_, changes) => {
    await expect(withUsers(database, (tx) => issue(tx, changes))).rejects.toMatchObject({ code: "EW400" });
  });
});

describe("an edit", () => {
  test("changes what is named and nothing else", async () => {
    await withUsers(database, async (tx) => {
      const { updated_at: _, ...before } = await issue(tx);
      const changes = {
        key_name: "new",
        description: "Notes.",
        scopes: ["*"],
        ip_allowlist: [],
        metadata: {},
        is_active: false,
      };
      for (const [name, value] of Object.entries(changes)) {
        expect(await edit(tx, before.id, { [name]: value })).toMatchObject({ ...before, [name]: value });
        await edit(tx, before.id, { [name]: before[name] });
      }
    });
  });

  test("cannot reach limits, expiry, usage, owner or hash", async () => {
    await withUsers(database, async (tx) => {
      const { updated_at: _, ...before } = await issue(tx);
      const changes = {
        rate_limit_per_minute: 9_999,
        rate_limit_per_hour: 9_999,
        expires_at: "2100-01-01",
        usage_count: 7,
        user_id: OTHER_USER_ID,
        key_hash: hashOf("x"),
        revoked_at: null,
      };
      expect(await edit(tx, before.id, changes)).toMatchObject(before);
      expect(await codeOf(tx, "x")).toBe("NOT_FOUND");
    });
  });
});

describe("a rotation", () => {
  test("lets the old text live for its grace and ends the one before", async () => {
    await withUsers(database, async (tx) => {
      const { id } = await issue(tx, { ip_allowlist: [] });
      await rotate(tx, id, "second", 60);
      expect([await codeOf(tx, "bot"), await codeOf(tx, "second")]).toEqual(["VALID", "VALID"]);
      await rotate(tx, id, "third", 60);
      const codes = [await codeOf(tx, "bot"), await codeOf(tx, "second"), await codeOf(tx, "third")];
      expect(codes).toEqual(["NOT_FOUND", "VALID", "VALID"]);
    });
  });

  test("without grace ends the old text at once", async () => {
    await withUsers(database, async (tx) => {
      const { id } = await issue(tx, { ip_allowlist: [] });
      expect(await rotate(tx, id, "second", 0)).toMatchObject({ id, previous_valid_until: null });
      expect([await codeOf(tx, "bot"), await codeOf(tx, "second")]).toEqual(["NOT_FOUND", "VALID"]);
    });
  });

  test.each([
    ["a revoked key", (tx: TransactionSql, id: string) => revoke(tx, id)],
    [
      "an expired key",
      (tx: TransactionSql, id: string) =>
        tx`update public.ml_api_keys set expires_at = now() - interval '1 s' where id = ${id}`,
    ],
  ])("of %s is refused", async (_, end) => {
    const rotated = withUsers(database, async (tx) => {
      const { id } = await issue(tx);
      await end(tx, id);
      await rotate(tx, id, "second", 0);
    });
    await expect(rotated).rejects.toMatchObject({ code: "EW409" });
  });
});

test("a revocation is for good, in grace too", async () => {
  await withUsers(database, async (tx) => {
    const { id } = await issue(tx, { ip_allowlist: [] });
    await rotate(tx, id, "second", 60);
    const { revoked_at } = await revoke(tx, id);
    expect((await revoke(tx, id)).revoked_at).toBe(revoked_at);
    expect([await codeOf(tx, "bot"), await codeOf(tx, "second")]).toEqual(["DISABLED", "DISABLED"]);
    await expect(edit(tx, id, { is_active: true })).rejects.toMatchObject({ code: "EW409" });
  });
});

test.each<[string, (tx: TransactionSql, id: string) => Promise<unknown>]>([
  ["edit", (tx, id) => edit(tx, id, { key_name: "mine" }, OTHER)],
  ["rotate", (tx, id) => rotate(tx, id, "x", 0, OTHER)],
  ["revoke", (tx, id) => revoke(tx, id, OTHER)],
])("nobody can %s somebody else's key", async (_, act) => {
  const acted = withUsers(database, async (tx) => act(tx, (await issue(tx)).id));
  await expect(acted).rejects.toMatchObject({ code: "EW404" });
});

test("a user reads their own keys, a page at a time, and nobody else's", async () => {
  await withUsers(database, async (tx) => {
    const ids: string[] = [];
    for (const name of ["1", "2", "3"]) ids.push((await issue(tx, { key_hash: hashOf(name) })).id);
    const { id: theirs } = await issue(tx, { key_hash: hashOf("4") }, OTHER);
    const list = async (limit: number, after: string | null = null) => {
      const [row] = await tx`select public.list_ml_api_keys(${USER_ID}, ${limit}, ${after}) as keys`;
      return (row!.keys as Key[]).map(({ id }) => id);
    };
    const all = await list(10);
    expect([...all].sort()).toEqual([...ids].sort());
    expect([...(await list(2)), ...(await list(2, all[1]))]).toEqual(all);
    expect(await list(2, theirs)).toEqual([]);
    const [row] = await tx`select public.get_ml_api_key(${USER_ID}, ${theirs}) as key`;
    expect(row).toEqual({ key: null });
  });
});

test("only the service may call these functions", async () => {
  const calls = [
    "issue_ml_api_key('{}', '{}', 1)",
    "edit_ml_api_key('{}', null, '{}')",
    "rotate_ml_api_key('{}', null, '', '', 0)",
    "revoke_ml_api_key('{}', null)",
    "get_ml_api_key(null, null)",
    "list_ml_api_keys(null, 1)",
    "record_api_key_usage(null, '[]')",
    "get_api_key_usage(null, null, null, null)",
  ];
  for (const caller of [ANON, USER, OPERATOR]) {
    for (const call of calls) {
      const answer = database.as(caller, (tx) => tx.unsafe(`select public.${call}`));
      await expect(answer, call).rejects.toMatchObject({ code: "42501" });
    }
  }
});

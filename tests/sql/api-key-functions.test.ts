import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { hashOf, storeKey } from "./api-key.ts";
import { ANON, become, OPERATOR, OTHER_USER_ID, SERVICE, USER, USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";

const database = new MigratedDatabase();
const OWNER = { kind: "user", id: USER_ID, request_id: "request-1" };
const OTHER = { kind: "user", id: OTHER_USER_ID, request_id: "request-2" };
const NEW_KEY = {
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
function withUsers<T>(body: (tx: TransactionSql) => Promise<T>): Promise<T> {
  return database.rolledBack(async (tx) => {
    await tx`insert into auth.users (id) values (${USER_ID}), (${OTHER_USER_ID})`;
    await become(tx, SERVICE);
    return body(tx);
  });
}

type Key = Record<string, unknown> & { id: string };

async function issue(
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
async function edit(tx: TransactionSql, id: string, changes: object, actor: object = OWNER): Promise<Key> {
  const [row] = await tx`
    select public.edit_ml_api_key(${tx.json(actor as never)}, ${id}, ${tx.json(changes as never)}) as key`;
  return row!.key;
}
async function rotate(tx: TransactionSql, id: string, text: string, grace: number, actor: object = OWNER) {
  const [row] = await tx`select public.rotate_ml_api_key(
    ${tx.json(actor as never)}, ${id}, ${hashOf(text)}, 'ew_live_ghijkl', ${grace}) as key`;
  return row!.key as Key;
}
async function revoke(tx: TransactionSql, id: string, actor: object = OWNER) {
  const [row] = await tx`select public.revoke_ml_api_key(${tx.json(actor as never)}, ${id}) as key`;
  return row!.key as Key;
}
async function codeOf(tx: TransactionSql, text: string) {
  const [row] = await tx`select code from public.validate_ml_api_key(${hashOf(text)})`;
  return row!.code;
}

describe("a key that is issued", () => {
  test("is stored as asked, with the default limits, and answered without hashes", async () => {
    await withUsers(async (tx) => {
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
    await withUsers(async (tx) => {
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
    await expect(withUsers((tx) => issue(tx, changes))).rejects.toMatchObject({ code: "EW400" });
  });
});

describe("an edit", () => {
  test("changes what is named and nothing else", async () => {
    await withUsers(async (tx) => {
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
    await withUsers(async (tx) => {
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
    await withUsers(async (tx) => {
      const { id } = await issue(tx, { ip_allowlist: [] });
      await rotate(tx, id, "second", 60);
      expect([await codeOf(tx, "bot"), await codeOf(tx, "second")]).toEqual(["VALID", "VALID"]);
      await rotate(tx, id, "third", 60);
      const codes = [await codeOf(tx, "bot"), await codeOf(tx, "second"), await codeOf(tx, "third")];
      expect(codes).toEqual(["NOT_FOUND", "VALID", "VALID"]);
    });
  });

  test("without grace ends the old text at once", async () => {
    await withUsers(async (tx) => {
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
    const rotated = withUsers(async (tx) => {
      const { id } = await issue(tx);
      await end(tx, id);
      await rotate(tx, id, "second", 0);
    });
    await expect(rotated).rejects.toMatchObject({ code: "EW409" });
  });
});

test("a revocation is for good, in grace too", async () => {
  await withUsers(async (tx) => {
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
  const acted = withUsers(async (tx) => act(tx, (await issue(tx)).id));
  await expect(acted).rejects.toMatchObject({ code: "EW404" });
});

test("a user reads their own keys, a page at a time, and nobody else's", async () => {
  await withUsers(async (tx) => {
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

describe("the audit log", () => {
  const entries = async (tx: TransactionSql) => {
    await tx`reset role`;
    return [
      ...(await tx`select actor_kind, actor_id, action, subject_id, before, after, request_id
        from public.audit_log where subject_kind = 'api_key' order by id`),
    ];
  };

  test("tells every act, by whom and what it changed", async () => {
    await withUsers(async (tx) => {
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
    await withUsers(async (tx) => {
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
    await withUsers(async (tx) => {
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

import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { GRANTABLE_SCOPES } from "../../shared/api-keys/scopes.ts";
import { hashOf, storeKey } from "./api-key.ts";
import { ANON, become, OPERATOR, OTHER_USER, OTHER_USER_ID, SERVICE, USER, USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { registerModel } from "./market.ts";
import { prediction } from "./prediction.ts";

const database = new MigratedDatabase();

/** Runs a body as the service, with two users; nothing stays. */
function withUsers<T>(body: (tx: TransactionSql) => Promise<T>): Promise<T> {
  return database.rolledBack(async (tx) => {
    await tx`insert into auth.users (id) values (${USER_ID}), (${OTHER_USER_ID})`;
    await become(tx, SERVICE);
    return body(tx);
  });
}

async function validate(tx: TransactionSql, text: string, address: string | null = null) {
  const rows = await tx`select * from public.validate_ml_api_key(${hashOf(text)}, ${address})`;
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

describe("validate_ml_api_key", () => {
  test("tells who a key belongs to and what it may do", async () => {
    await withUsers(async (tx) => {
      const id = await storeKey(tx, USER_ID, { key_name: "mine", metadata: tx.json({ plan: "gold" }) });
      await storeKey(tx, OTHER_USER_ID, { key_name: "theirs" });
      expect(await validate(tx, "mine")).toEqual({
        is_valid: true,
        code: "VALID",
        key_id: id,
        user_id: USER_ID,
        key_name: "mine",
        environment: "live",
        scopes: ["predict:read"],
        rate_limit_per_minute: 60,
        rate_limit_per_hour: 1000,
        metadata: { plan: "gold" },
        expires_at: null,
        usage_count: "0",
      });
    });
  });

  const soon = new Date(Date.now() + 60_000);
  const past = new Date(Date.now() - 1_000);
  const old = hashOf("key before");
  test.each<[string, Record<string, unknown>, string, string]>([
    ["another key", {}, "nobody's", "NOT_FOUND"],
    ["a disabled key", { is_active: false }, "key", "DISABLED"],
    ["a revoked key", { revoked_at: past }, "key", "DISABLED"],
    ["an expired key", { expires_at: past }, "key", "EXPIRED"],
    ["a key before its expiry", { expires_at: soon }, "key", "VALID"],
    [
      "the new text in the grace of a rotation",
      { previous_key_hash: old, previous_valid_until: soon },
      "key",
      "VALID",
    ],
    [
      "the old text in its grace",
      { previous_key_hash: old, previous_valid_until: soon },
      "key before",
      "VALID",
    ],
    [
      "the old text after its grace",
      { previous_key_hash: old, previous_valid_until: past },
      "key before",
      "EXPIRED",
    ],
    ["a disabled key that has expired", { is_active: false, expires_at: past }, "key", "DISABLED"],
  ])("of %s says so", async (_, changes, text, code) => {
    await withUsers(async (tx) => {
      await storeKey(tx, USER_ID, changes);
      expect(await validate(tx, text)).toMatchObject({ code, is_valid: code === "VALID" });
    });
  });

  test("of an old text ends with its grace", async () => {
    await withUsers(async (tx) => {
      await storeKey(tx, USER_ID, {
        previous_key_hash: old,
        previous_valid_until: soon,
        expires_at: new Date(Date.now() + 3_600_000),
      });
      expect((await validate(tx, "key before")).expires_at).toEqual(soon);
    });
  });

  test.each<[string | null, string]>([
    ["10.1.2.3", "VALID"],
    ["10.2.0.1", "FORBIDDEN_IP"],
    ["2001:db8::1", "VALID"],
    ["2001:db9::1", "FORBIDDEN_IP"],
    ["192.0.2.1", "VALID"],
    ["192.0.2.2", "FORBIDDEN_IP"],
    [null, "FORBIDDEN_IP"],
  ])("from %s, of a key for three networks: %s", async (address, code) => {
    await withUsers(async (tx) => {
      await storeKey(tx, USER_ID, { ip_allowlist: ["10.1.0.0/16", "2001:db8::/32", "192.0.2.1"] });
      expect(await validate(tx, "key", address)).toMatchObject({ code });
    });
  });

  test("is for the service alone", async () => {
    for (const caller of [ANON, USER, OPERATOR]) {
      const call = database.as(caller, (tx) => validate(tx, "key"));
      await expect(call).rejects.toMatchObject({ code: "42501" });
    }
  });
});

describe("a key in the table", () => {
  test("takes the scopes that the code knows, and no others", async () => {
    await withUsers(async (tx) => {
      for (const scope of GRANTABLE_SCOPES) await storeKey(tx, USER_ID, { key_name: scope, scopes: [scope] });
    });
    const [row] = await database.sql`
      select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'ml_api_keys_scopes_known'`;
    const known = [...row!.text.matchAll(/'([^']+)'/g)].map(([, scope]) => scope);
    expect(known.sort()).toEqual([...GRANTABLE_SCOPES].sort());
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["without a scope", { scopes: [] }, "23514"],
    ["of an unknown scope", { scopes: ["predict:write"] }, "23514"],
    ["of a scope that is null", { scopes: [null] }, "23514"],
    ["without a name", { key_name: "", key_hash: hashOf("x") }, "23514"],
    ["stored as its text", { key_hash: "ew_live_secret" }, "23514"],
    ["without a limit", { rate_limit_per_minute: 0 }, "23514"],
    ["of nobody", { user_id: "99999999-9999-4999-8999-999999999999" }, "23503"],
    ["with metadata that is no object", { metadata: 1 }, "23514"],
    ["with an old text that works for ever", { previous_key_hash: hashOf("x") }, "23514"],
  ])("%s is refused", async (_, changes, code) => {
    await expect(withUsers((tx) => storeKey(tx, USER_ID, changes))).rejects.toMatchObject({ code });
  });

  test("goes with its owner; its predictions stay, and are nobody's", async () => {
    await withUsers(async (tx) => {
      await registerModel(tx);
      const api_key_id = await storeKey(tx, USER_ID);
      await tx`select public.log_predictions(${tx.json([prediction({ api_key_id })] as never)})`;
      await tx`reset role`;
      await tx`delete from auth.users where id = ${USER_ID}`;
      expect(await tx`select from public.ml_api_keys`).toHaveLength(0);
      expect(await tx`select api_key_id from public.ml_predictions`).toEqual([{ api_key_id: null }]);
    });
  });
});

describe("an owner, straight at the table,", () => {
  /** Rows that an owner's statement on the keys of both users changes. */
  function asOwner<T>(body: (tx: TransactionSql) => Promise<T>): Promise<T> {
    return withUsers(async (tx) => {
      await storeKey(tx, USER_ID, { key_name: "mine" });
      await storeKey(tx, OTHER_USER_ID, { key_name: "theirs" });
      await storeKey(tx, USER_ID, { key_name: "gone", revoked_at: new Date() });
      await become(tx, USER);
      return body(tx);
    });
  }

  test("sees their own keys, without hashes", async () => {
    await asOwner(async (tx) => {
      const rows = await tx`select key_name from public.ml_api_keys order by key_name`;
      expect([...rows]).toEqual([{ key_name: "gone" }, { key_name: "mine" }]);
    });
    for (const column of ["key_hash", "previous_key_hash", "*"]) {
      const read = asOwner((tx) => tx.unsafe(`select ${column} from public.ml_api_keys`));
      await expect(read).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("changes names, scopes, networks, metadata and whether it works, of theirs that are not revoked", async () => {
    await asOwner(async (tx) => {
      const changed =
        await tx`update public.ml_api_keys set key_name = 'new', scopes = '{*}', metadata = '{"a": 1}',
        ip_allowlist = '{10.0.0.0/8}', is_active = false returning id`;
      expect(changed).toHaveLength(1);
      await become(tx, OTHER_USER);
      expect(await tx`select key_name from public.ml_api_keys`).toEqual([{ key_name: "theirs" }]);
    });
  });

  test.each([
    "user_id = null",
    "key_hash = repeat('a', 64)",
    "previous_valid_until = null",
    "environment = 'test'",
    "rate_limit_per_minute = 1000000",
    "rate_limit_per_hour = 1000000",
    "expires_at = null",
    "revoked_at = null",
    "usage_count = 0",
    "last_used_at = null",
    "key_type = 'other'",
  ])("cannot set %s", async (assignment) => {
    const update = asOwner((tx) => tx.unsafe(`update public.ml_api_keys set ${assignment}`));
    await expect(update).rejects.toMatchObject({ code: "42501" });
  });

  test("cannot grant a scope that does not exist", async () => {
    const update = asOwner((tx) => tx`update public.ml_api_keys set scopes = '{admin:*}'`);
    await expect(update).rejects.toMatchObject({ code: "23514" });
  });

  test("neither issues nor deletes", async () => {
    for (const statement of [
      `insert into public.ml_api_keys (key_name) values ('x')`,
      "delete from public.ml_api_keys",
    ]) {
      await expect(asOwner((tx) => tx.unsafe(statement))).rejects.toMatchObject({ code: "42501" });
    }
  });
});

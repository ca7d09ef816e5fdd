import { randomUUID } from "node:crypto";
import type { TransactionSql } from "postgres";
import { beforeAll, expect, test } from "vitest";
import { hashOf, storeKey } from "./api-key.ts";
import { become, OTHER_USER, OTHER_USER_ID, SERVICE, USER, USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";

// Several connections at once, so what they write is committed: each test has keys of its own.

const database = new MigratedDatabase(8);
const ENDPOINT = "POST /ml-predict";
const AT = "2026-01-15T12:00:00Z";

/** Runs a body in a transaction as the service, and commits. */
function commit<T>(body: (tx: TransactionSql) => Promise<T>) {
  return database.sql.begin(async (tx) => {
    await become(tx, SERVICE);
    return body(tx);
  });
}

beforeAll(async () => {
  await database.sql`insert into auth.users (id) values (${USER_ID}), (${OTHER_USER_ID})`;
});

const newKey = (userId = USER_ID) =>
  commit((tx) => {
    const key_name = randomUUID();
    return storeKey(tx, userId, { key_name, key_hash: hashOf(key_name) });
  });

const counted = (api_key_id: string, changes: object = {}) => ({
  api_key_id,
  endpoint: ENDPOINT,
  status: 200,
  day: "2026-01-15",
  calls: 1,
  last_used_at: AT,
  ...changes,
});

function record(batchId: string, calls: readonly object[]) {
  return commit((tx) => tx`select public.record_api_key_usage(${batchId}, ${tx.json(calls as never)})`);
}
const rollUp = () => database.sql`select internal.roll_up_api_key_usage()`;

function usageOf(id: string, userId = USER_ID) {
  return commit(async (tx) => {
    const [row] =
      await tx`select public.get_api_key_usage(${userId}, ${id}, '2026-01-01', '2026-01-31') as usage`;
    return row!.usage as { day: string; endpoint: string; status: number; calls: number }[] | null;
  });
}
const totalOf = async (id: string) => (await usageOf(id))!.reduce((sum, { calls }) => sum + calls, 0);

test("10,000 calls of four keys, written at once by many and again, with sums running meanwhile, are 10,000", async () => {
  const keys = await Promise.all([newKey(), newKey(), newKey(), newKey()]);
  const batches = Array.from({ length: 100 }, (_, n) => ({
    id: randomUUID(),
    calls: keys.flatMap((key) =>
      [200, 429].map((status) =>
        counted(key, { status, calls: status === 200 ? 20 : 5, day: `2026-01-${10 + (n % 5)}` }),
      ),
    ),
  }));
  const writes = batches.flatMap(({ id, calls }) => [() => record(id, calls), () => record(id, calls)]);
  await Promise.all(writes.map((write, n) => (n % 10 === 0 ? Promise.all([write(), rollUp()]) : write())));
  await Promise.all([rollUp(), rollUp()]);
  for (const { id, calls } of batches.slice(0, 20)) await record(id, calls);
  await rollUp();

  const totals = await Promise.all(keys.map(totalOf));
  expect(totals.reduce((sum, calls) => sum + calls, 0)).toBe(10_000);
  const [stored] = await database.sql`
    select sum(calls)::int as summed from public.ml_api_key_usage where api_key_id in ${database.sql(keys)}`;
  expect(stored).toEqual({ summed: 10_000 });
  const rows = await database.sql`
    select usage_count::int as count from public.ml_api_keys where id in ${database.sql(keys)}`;
  expect([...rows]).toEqual(keys.map(() => ({ count: 2_500 })));
  expect(await usageOf(keys[0]!)).toHaveLength(10);
});

test("calls are seen before they are summed up, and once after", async () => {
  const key = await newKey();
  await record(randomUUID(), [counted(key, { calls: 3 })]);
  const seen = [{ day: "2026-01-15", endpoint: ENDPOINT, status: 200, calls: 3 }];
  expect(await usageOf(key)).toEqual(seen);
  await rollUp();
  expect(await usageOf(key)).toEqual(seen);
});

test("the last use only ever moves on", async () => {
  const key = await newKey();
  const lastUsed = async () => {
    await rollUp();
    const [row] = await database.sql`select last_used_at from public.ml_api_keys where id = ${key}`;
    return row!.last_used_at?.toISOString();
  };
  expect(await lastUsed()).toBeUndefined();
  await record(randomUUID(), [counted(key)]);
  expect(await lastUsed()).toBe("2026-01-15T12:00:00.000Z");
  await record(randomUUID(), [counted(key, { last_used_at: "2026-01-15T11:00:00Z" })]);
  expect(await lastUsed()).toBe("2026-01-15T12:00:00.000Z");
});

test("a batch is stored without the keys that are gone meanwhile", async () => {
  const key = await newKey();
  await record(randomUUID(), [counted(randomUUID()), counted(key)]);
  expect(await totalOf(key)).toBe(1);
});

test("batches are forgotten an hour after they were summed up, not before", async () => {
  const key = await newKey();
  await record(randomUUID(), [counted(key)]);
  await rollUp();
  const count = async () => {
    await rollUp();
    const rows = await database.sql`select from private.ml_api_key_usage_batches where api_key_id = ${key}`;
    return rows.length;
  };
  expect(await count()).toBe(1);
  await database.sql`update private.ml_api_key_usage_batches set rolled_up_at = now() - interval '61 min'
    where api_key_id = ${key}`;
  expect(await count()).toBe(0);
  expect(await totalOf(key)).toBe(1);
});

test("owners see their keys' usage, nobody else's", async () => {
  const key = await newKey();
  await record(randomUUID(), [counted(key)]);
  await rollUp();
  expect(await usageOf(key, OTHER_USER_ID)).toBeNull();
  const rowsOf = (caller: typeof USER) =>
    database.as(caller, (tx) => tx`select calls from public.ml_api_key_usage where api_key_id = ${key}`);
  expect(await rowsOf(USER)).toHaveLength(1);
  expect(await rowsOf(OTHER_USER)).toHaveLength(0);
});

test("a user's keys issued at once stop at their number", async () => {
  const issue = (n: number) =>
    commit(async (tx) => {
      const key = {
        key_name: "race",
        key_type: "prediction",
        environment: "live",
        key_prefix: "ew_live_abcdef",
        key_hash: hashOf(`race ${n}`),
        scopes: ["*"],
        ip_allowlist: [],
        metadata: {},
      };
      const [row] = await tx`
        select public.issue_ml_api_key(${tx.json({ kind: "user", id: OTHER_USER_ID })}, ${tx.json(key)}, 5) as key`;
      return row!.key as object | null;
    });
  const issued = await Promise.all(Array.from({ length: 40 }, (_, n) => issue(n)));
  expect(issued.filter((key) => key !== null)).toHaveLength(5);
});

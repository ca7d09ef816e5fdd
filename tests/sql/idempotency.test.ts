import { expect, it, test } from "vitest";
import { createSupabaseIdempotencyStore } from "../../shared/adapters/supabase/idempotency-store.ts";
import { ANON, OPERATOR, USER } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { serviceClient } from "./service-client.ts";

const database = new MigratedDatabase(8);
const store = createSupabaseIdempotencyStore(serviceClient(database));
const ID = { scope: "user:1 POST /things", key: "k" };

test("a lost lock and an old answer give their key free; whoever lost it cannot answer any more", async () => {
  const first = await store.begin(ID, "a");
  await database.sql`update public.idempotency_keys set locked_until = now() where key = 'k'`;
  const second = await store.begin(ID, "b");
  if (first.outcome !== "started" || second.outcome !== "started") throw new Error("The key was not free.");
  await store.end(ID, first.token, { status: 200, contentType: "", body: "late" });
  expect(await store.begin(ID, "b")).toEqual({ outcome: "running" });
  await store.end(ID, second.token, { status: 200, contentType: "", body: "" });
  await database.sql`update public.idempotency_keys set expires_at = now() where key = 'k'`;
  expect(await store.begin(ID, "c")).toMatchObject({ outcome: "started" });
});

test("answers of more than a day are removed", async () => {
  const left = await database.rolledBack(async (tx) => {
    await tx`delete from public.idempotency_keys`;
    await tx`insert into public.idempotency_keys (scope, key, fingerprint, locked_until, expires_at)
      values ('s', 'old', 'a', now(), now() - interval '1 second'), ('s', 'new', 'a', now(), now() + interval '1 hour')`;
    await tx`select internal.sweep_idempotency_keys()`;
    return await tx`select key from public.idempotency_keys`;
  });
  expect(left.map(({ key }) => key)).toEqual(["new"]);
});

it.each([
  ["nobody signed in", ANON],
  ["a user", USER],
  ["an operator", OPERATOR],
])("is closed to %s", async (_, caller) => {
  for (const statement of [
    "select * from public.idempotency_keys",
    "select public.begin_idempotent_request('s', 'k', 'f', 1, 1)",
    "select public.end_idempotent_request('s', 'k', gen_random_uuid())",
  ]) {
    await expect(database.as(caller, (tx) => tx.unsafe(statement))).rejects.toMatchObject({ code: "42501" });
  }
});

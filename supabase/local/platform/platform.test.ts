import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { decodeJwt } from "jose";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import { closeGateway, createGateway } from "../gateway.ts";
import { loadKeys, type StackKeys } from "../keys.ts";
import { listen } from "../listen.ts";
import { createPlatform, type Platform } from "./create-platform.ts";

const URL = "http://127.0.0.1:54321";
const folder = mkdtempSync(join(tmpdir(), "edgewise-platform-"));
let database: TestDatabase;
let sql: postgres.Sql;
let platform: Platform;
let gateway: Server;
/** The address that the gateway has in this test; to clients and in tokens it is the one above. */
let address: string;
let keys: StackKeys;

beforeAll(async () => {
  database = await testDatabase({ migrations: false });
  sql = postgres(database.url, { onnotice: () => {} });
  await sql.unsafe(`
    create table notes (id bigint generated always as identity primary key, owner uuid not null, text text not null);
    alter table notes enable row level security;
    create policy notes_select on notes for select to authenticated using (owner = (select auth.uid()));
    create policy notes_insert on notes for insert to authenticated with check (owner = (select auth.uid()));
    grant select, insert on notes to authenticated;
    create table hidden (id int);
    create function nap(seconds float) returns void language sql as 'select pg_sleep(seconds)';
    create policy own_files on storage.objects for all to authenticated
      using (bucket_id = 'files' and owner_id = (select auth.uid()::text))
      with check (bucket_id = 'files');`);
  keys = await loadKeys(folder);
  platform = await createPlatform({
    databaseUrl: database.url,
    keys,
    storageDir: join(folder, "storage"),
    buckets: { files: { public: false } },
    url: URL,
  });
  gateway = createGateway({ platform: platform.fetch, function: async () => false });
  address = `http://127.0.0.1:${await listen(gateway, 0)}`;
});
afterAll(async () => {
  await closeGateway(gateway);
  await platform.close();
  await sql.end();
  await database.stop();
  rmSync(folder, { recursive: true });
});

describe("Auth", () => {
  it("signs up, signs in, and gives a token with what GoTrue puts in", async () => {
    const client = clientOf(keys.publishable);
    const signedUp = await client.auth.signUp({ email: "a@edgewise.test", password: "correct horse" });
    expect(signedUp.error).toBeNull();
    const id = signedUp.data.user?.id ?? "";
    await sql`update auth.users set raw_app_meta_data = raw_app_meta_data || '{"role": "operator"}' where id = ${id}`;
    const { data } = await client.auth.signInWithPassword({
      email: "a@edgewise.test",
      password: "correct horse",
    });
    expect(decodeJwt(data.session?.access_token ?? "")).toMatchObject({
      iss: `${URL}/auth/v1`,
      aud: "authenticated",
      role: "authenticated",
      sub: id,
      app_metadata: { provider: "email", role: "operator" },
    });
    const refreshed = await client.auth.refreshSession();
    expect(decodeJwt(refreshed.data.session?.access_token ?? "").iss).toBe(`${URL}/auth/v1`);
    expect((await client.auth.getUser()).data.user?.id).toBe(id);
  });

  it("refuses a wrong password", async () => {
    const { error } = await clientOf(keys.publishable).auth.signInWithPassword({
      email: "a@edgewise.test",
      password: "wrong horse",
    });
    expect(error).toMatchObject({ status: 400, code: "invalid_credentials" });
  });
});

describe("REST", () => {
  it("shows a user what policies let through", async () => {
    const [one, other] = [await signedIn("one"), await signedIn("other")];
    expect((await one.from("notes").insert({ owner: await idOf(one), text: "mine" })).error).toBeNull();
    expect((await one.from("notes").select("text")).data).toEqual([{ text: "mine" }]);
    expect((await other.from("notes").select("text")).data).toEqual([]);
    const forged = await other.from("notes").insert({ owner: await idOf(one), text: "forged" });
    expect(forged).toMatchObject({ status: 403, error: { code: "42501" } });
  });

  it("grants exactly what migrations grant", async () => {
    expect(await clientOf(keys.publishable).from("notes").select()).toMatchObject({
      status: 401,
      error: { code: "42501" },
    });
    expect(await (await signedIn("granted")).from("hidden").select()).toMatchObject({
      status: 403,
      error: { code: "42501" },
    });
    expect(await clientOf(keys.secret).from("hidden").select()).toMatchObject({
      status: 403,
      error: { code: "42501" },
    });
  });

  it("refuses a caller without a key, with a wrong one, or with a forged token", async () => {
    expect((await fetch(`${address}/rest/v1/notes`)).status).toBe(401);
    expect((await clientOf("sb_secret_wrong").from("notes").select()).status).toBe(401);
    const { access_token } = (await (await signedIn("forger")).auth.getSession()).data.session ?? {};
    const forged = `${access_token?.slice(0, -4)}AAAA`;
    const headers = { apikey: keys.publishable, authorization: `Bearer ${forged}` };
    expect((await fetch(`${address}/rest/v1/notes`, { headers })).status).toBe(401);
  });

  it("ends anonymous statements after 3 s", async () => {
    const startedAt = performance.now();
    const { error } = await clientOf(keys.publishable).rpc("nap", { seconds: 6 });
    expect(error?.code).toBe("57014");
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it("answers 503 while its connections are lost, and is back with the next request", async () => {
    const superuser = postgres(database.superuserUrl, { max: 1 });
    const client = clientOf(keys.secret);
    const statuses: number[] = [];
    for (let outage = 0; outage < 4; outage++) {
      const asked = Array.from({ length: 40 }, (_, i) => client.rpc("nap", { seconds: (i % 4) * 0.01 }));
      // In the middle of the first ones, or between two statements of a transaction.
      const answers = Promise.all(asked);
      await superuser`
        select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres' and pid <> pg_backend_pid()`;
      for (const { status, error } of await answers) {
        statuses.push(status);
        if (status === 503) expect(error?.code).toMatch(/^(PGRST001|57P0.)$/);
      }
      expect((await client.rpc("nap", { seconds: 0 })).status).toBe(204);
    }
    await superuser.end();
    expect(new Set(statuses)).toEqual(new Set([204, 503]));
  });
});

describe("Storage", () => {
  it("keeps files byte by byte, for their owner alone", async () => {
    const [one, other] = [await signedIn("uploader"), await signedIn("stranger")];
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const key = "a folder/a name.bin";
    const files = one.storage.from("files");
    expect((await files.upload(key, bytes, { contentType: "application/octet-stream" })).error).toBeNull();
    const { data } = await files.download(key);
    expect(Buffer.from(await data!.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await other.storage.from("files").download(key)).error).not.toBeNull();
    expect((await files.upload(key, bytes)).error).toMatchObject({ statusCode: "409" });
    expect((await files.upload(key, "new", { upsert: true })).error).toBeNull();
    expect(await (await files.download(key)).data?.text()).toBe("new");
    expect((await files.remove([key])).data).toHaveLength(1);
    expect((await files.download(key)).error).not.toBeNull();
  });
});

function clientOf(key: string) {
  return createClient(address, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    // Node 20 has no WebSocket of its own.
    realtime: { transport: WebSocket as never },
  });
}

async function signedIn(name: string) {
  const client = clientOf(keys.publishable);
  await client.auth.signUp({ email: `${name}@edgewise.test`, password: "correct horse" });
  return client;
}

async function idOf(client: Awaited<ReturnType<typeof signedIn>>): Promise<string> {
  return (await client.auth.getUser()).data.user?.id ?? "";
}

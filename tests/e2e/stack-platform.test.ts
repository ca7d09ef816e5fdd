import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { clientOf, signedUp, testStack } from "../support/stack.ts";

let stack: Stack;
let sql: postgres.Sql;
/** The shortest that the server's pg_cron can: before 1.5 it knew no seconds. */
let soon: string;

beforeAll(async () => {
  stack = await testStack({
    project: readProject(join(import.meta.dirname, "fixtures/stack/supabase/config.toml")),
  });
  sql = postgres(stack.databaseUrl, { onnotice: () => {} });
  const [cron] = await sql`select extversion as version from pg_extension where extname = 'pg_cron'`;
  soon = cron?.version < "1.5" ? "* * * * *" : "1 seconds";
});
afterAll(async () => {
  await sql?.end();
  await stack?.stop();
});

describe("the platform through the gateway", () => {
  it("signs up and in, and lets a user see the own rows alone", async () => {
    const [one, other] = [await signedUp(stack, "one"), await signedUp(stack, "other")];
    const signedIn = await clientOf(stack).auth.signInWithPassword({
      email: "one@edgewise.test",
      password: "correct horse",
    });
    expect(signedIn.error).toBeNull();
    expect((await one.from("notes").insert({ text: "mine" })).error).toBeNull();
    expect((await one.from("notes").select("text")).data).toEqual([{ text: "mine" }]);
    expect((await other.from("notes").select("text")).data).toEqual([]);
  });

  it("keeps to the grants of the migrations", async () => {
    expect(await clientOf(stack).from("notes").select()).toMatchObject({
      status: 401,
      error: { code: "42501" },
    });
    const service = clientOf(stack, stack.keys.secret);
    expect(await service.from("works").select()).toMatchObject({ status: 403, error: { code: "42501" } });
    expect((await service.from("works").insert({ name: "granted" })).error).toBeNull();
  });

  it("takes a file and gives it back", async () => {
    const files = (await signedUp(stack, "uploader")).storage.from("files");
    const bytes = crypto.getRandomValues(new Uint8Array(50_000));
    expect((await files.upload("a/b.bin", bytes)).error).toBeNull();
    const { data } = await files.download("a/b.bin");
    expect(new Uint8Array((await data?.arrayBuffer()) ?? [])).toEqual(bytes);
    expect((await clientOf(stack).storage.from("files").download("a/b.bin")).error).not.toBeNull();
  });

  it("says what it does not have", async () => {
    expect((await fetch(`${stack.url}/functions/v1/nothing`)).status).toBe(404);
    expect((await fetch(`${stack.url}/elsewhere`)).status).toBe(404);
    const realtime = await fetch(`${stack.url}/realtime/v1/websocket`);
    expect(realtime.status).toBe(501);
    expect(realtime.headers.get("content-type")).toBe("application/problem+json");
  });
});

describe("pg_cron and pg_net", () => {
  it("call a function, and record that they did", async () => {
    await sql`
      select cron.schedule('call', ${soon}, ${`
        select net.http_post('${stack.url}/functions/v1/echo/from-cron', '{"hello": 1}')`})`;
    await vi.waitUntil(async () => (await sql`select from net._http_response`).length > 0, {
      timeout: 80_000,
    });
    await sql`select cron.unschedule('call')`;
    const [response] =
      await sql`select status_code, content::jsonb ->> 'body' as body from net._http_response limit 1`;
    expect(response).toEqual({ status_code: 200, body: '{"hello": 1}' });
    const [run] =
      await sql`select status, username, job_pid > 0 as ran from cron.job_run_details order by runid limit 1`;
    expect(run).toEqual({ status: "succeeded", username: "postgres", ran: true });
  });

  it("record what failed, and try nothing twice", async () => {
    await sql`select cron.schedule('fail', ${soon}, 'select 1 / 0')`;
    const failed = () => sql`select return_message from cron.job_run_details where status = 'failed'`;
    await vi.waitUntil(async () => (await failed()).length > 0, { timeout: 80_000 });
    await sql`select cron.unschedule('fail')`;
    expect((await failed())[0]?.return_message).toContain("division by zero");

    const [request] = await sql`select net.http_get('http://127.0.0.1:65000/') as id`;
    const answers = () =>
      sql`select status_code, error_msg from net._http_response where id = ${request?.id}`;
    await vi.waitUntil(async () => (await answers()).length > 0, { timeout: 80_000 });
    expect(await answers()).toMatchObject([
      { status_code: null, error_msg: expect.stringContaining("ECONNREFUSED") },
    ]);
    expect(await sql`select from net.http_request_queue`).toHaveLength(0);
  });
});

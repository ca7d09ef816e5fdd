import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";

let database: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await testDatabase({ migrations: false });
  sql = postgres(database.url, { onnotice: () => {} });
  await sql`create extension if not exists pg_cron`;
  await sql`create extension if not exists pg_net with schema extensions`;
});
afterAll(async () => {
  await sql.end();
  await database.stop();
});

describe("pg_cron", () => {
  it.each(["*/5 * * * *", "0 0 1-5,7 * mon-fri", "*/10 9-17/2 $ jan *", "@daily", "30 seconds"])(
    "schedules %s",
    async (schedule) => {
      await sql`select cron.schedule('ok', ${schedule}, 'select 1')`;
      const [job] = await sql`select schedule, username, active from cron.job where jobname = 'ok'`;
      expect(job).toEqual({ schedule, username: "postgres", active: true });
    },
  );

  it.each([
    "",
    "5 4 * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "* * * * 8",
    "60 seconds",
    "0 seconds",
  ])("refuses the schedule '%s'", async (schedule) => {
    await expect(sql`select cron.schedule('bad', ${schedule}, 'select 1')`).rejects.toThrow(
      "invalid schedule",
    );
  });

  it("replaces a job of the same name, alters it, and removes it", async () => {
    const [first] = await sql`select cron.schedule('same', '* * * * *', 'select 1') as id`;
    const [second] = await sql`select cron.schedule('same', '@hourly', 'select 2') as id`;
    expect(second?.id).toBe(first?.id);
    await sql`select cron.alter_job(${first?.id}, active := false)`;
    expect(await sql`select schedule, command, active from cron.job where jobname = 'same'`).toEqual([
      { schedule: "@hourly", command: "select 2", active: false },
    ]);
    await sql`select cron.unschedule('same')`;
    await expect(sql`select cron.unschedule('same')`).rejects.toThrow(
      "could not find valid entry for job 'same'",
    );
  });

  it("keeps its tables to its functions", async () => {
    await expect(sql`delete from cron.job`).rejects.toMatchObject({ code: "42501" });
  });
});

describe("pg_net", () => {
  it("queues a request with its parameters encoded, and takes it back with its transaction", async () => {
    await sql`select net.http_get('http://edgewise.test/?q=1', '{"a b": "ü&"}')`;
    await sql
      .begin(async (transaction) => {
        await transaction`select net.http_post('http://edgewise.test/undone')`;
        throw new Error("undo");
      })
      .catch(() => {});
    expect(
      await sql`select method, url, timeout_milliseconds as timeout from net.http_request_queue`,
    ).toEqual([{ method: "GET", url: "http://edgewise.test/?q=1&a%20b=%C3%BC%26", timeout: 5000 }]);
  });

  it("sends JSON and nothing else", async () => {
    const form = sql`select net.http_post('http://edgewise.test', headers := '{"content-type": "text/plain"}')`;
    await expect(form).rejects.toThrow('Content-Type header must be "application/json"');
  });
});

describe("supabase_vault", () => {
  it("keeps, changes and tells a secret, but not to the data API", async () => {
    const [created] = await sql`select vault.create_secret('one', 'key', 'for a test') as id`;
    await sql`select vault.update_secret(${created?.id}, 'two')`;
    expect(await sql`select name, description, decrypted_secret from vault.decrypted_secrets`).toEqual([
      { name: "key", description: "for a test", decrypted_secret: "two" },
    ]);
    const [stored] = await sql`select secret from vault.secrets`;
    expect(stored?.secret).not.toContain("two");
    const [anonymous] = await sql`select has_schema_privilege('anon', 'vault', 'usage') as may`;
    expect(anonymous?.may).toBe(false);
  });

  it("refuses two secrets of one name", async () => {
    await sql`select vault.create_secret('x', 'twice')`;
    await expect(sql`select vault.create_secret('y', 'twice')`).rejects.toMatchObject({ code: "23505" });
  });
});

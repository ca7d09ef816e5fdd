import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyMigrations, LostMigrationError } from "./migrate.ts";
import { type PostgresServer, startPostgres } from "./start-postgres.ts";

const root = mkdtempSync(join(tmpdir(), "edgewise-migrate-"));
const folder = join(root, "migrations");
const GRANTED = "20260101000002_grant_things.sql";
const CREATED = "20260101000001_create_things.sql";
let server: PostgresServer;
let sql: postgres.Sql;

beforeAll(async () => {
  server = await startPostgres({ dataDir: join(root, "db"), durable: false });
  sql = postgres(server.url, { onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await server.stop();
  rmSync(root, { recursive: true });
});
beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  write(CREATED, "create table things (id int);");
  await sql.unsafe("drop schema if exists supabase_migrations cascade; drop table if exists things, others");
});

describe("applyMigrations", () => {
  it("applies each migration once, in order, as postgres", async () => {
    write(GRANTED, "grant select on things to anon;");
    expect(await applyMigrations(server.url, folder)).toEqual([
      "20260101000001_create_things",
      "20260101000002_grant_things",
    ]);
    expect(await applyMigrations(server.url, folder)).toEqual([]);
    const [table] = await sql`select tableowner from pg_tables where tablename = 'things'`;
    expect(table?.tableowner).toBe("postgres");
  });

  it("leaves nothing of a migration that fails, names its line, and goes on there the next time", async () => {
    write(GRANTED, "create table others (id int);\ngrant select on\nnothing to anon;");
    await expect(applyMigrations(server.url, folder)).rejects.toThrow(/grant_things\.sql:3?.*nothing/);
    expect(await sql`select to_regclass('others') as others, to_regclass('things')::text as things`).toEqual([
      { others: null, things: "things" },
    ]);
    write(GRANTED, "create table others (id int);");
    expect(await applyMigrations(server.url, folder)).toEqual(["20260101000002_grant_things"]);
  });

  it("serves callers at the same time one after the other", async () => {
    const [first, second] = await Promise.all([
      applyMigrations(server.url, folder),
      applyMigrations(server.url, folder),
    ]);
    expect([...first, ...second]).toEqual(["20260101000001_create_things"]);
  });

  it("refuses a history that was rewritten", async () => {
    await applyMigrations(server.url, folder);
    write("20250101000000_come_late.sql", "select 1;");
    await expect(applyMigrations(server.url, folder)).rejects.toThrow("comes before 20260101000001");
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    await expect(applyMigrations(server.url, folder)).rejects.toThrow(
      new LostMigrationError("20260101000001"),
    );
  });

  it("refuses a file name without a version", async () => {
    write("create_things.sql", "select 1;");
    await expect(applyMigrations(server.url, folder)).rejects.toThrow(
      "create_things.sql: a migration is named",
    );
  });
});

describe("the platform's ground", () => {
  it("grants nothing on a new table, and lets postgres be no superuser", async () => {
    await applyMigrations(server.url, folder);
    const [row] = await sql`
      select current_setting('is_superuser') as superuser, has_table_privilege('anon', 'things', 'select') as anon,
        has_table_privilege('service_role', 'things', 'select') as service`;
    expect(row).toEqual({ superuser: "off", anon: false, service: false });
  });

  it("knows who asks by the claims of the request", async () => {
    const subject = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    const claims = JSON.stringify({ sub: subject, role: "authenticated" });
    const [row] = await sql.begin(async (transaction) => {
      await transaction`select set_config('request.jwt.claims', ${claims}, true)`;
      return transaction`select auth.uid() as uid, auth.role() as role, auth.jwt() ->> 'sub' as sub`;
    });
    expect(row).toEqual({ uid: subject, role: "authenticated", sub: subject });
  });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

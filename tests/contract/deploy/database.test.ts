import { readdirSync } from "node:fs";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT_ROOT, readProject } from "../../../supabase/local/project-config.ts";
import { runCli } from "../../../supabase/tools/deploy/run-cli.ts";
import { type TestDatabase, testDatabase } from "../../support/database.ts";

// Work of the real CLI on a database that has only what the platform has. Advisors that only the hosted project
// runs (anonymous sign-ins, public buckets, definer functions, write policies that are always true) are rules of
// tests/sql/catalog, or looked at here.

const VERSIONS = readdirSync(join(PROJECT_ROOT, "migrations")).map((file) => file.slice(0, 14));
const NO_TLS = { PGSSLMODE: "disable" };

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await testDatabase({ migrations: false });
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
});

afterAll(async () => {
  await sql?.end();
  await database?.stop();
});

function push(env: Readonly<Record<string, string>> = {}) {
  return runCli(["db", "push", `--remote=${database.url}`, "--yes"], { env: { ...NO_TLS, ...env } });
}

function advise() {
  const flags = ["--level=warn", "--fail-on=warn"];
  return runCli(["db", "advisors", `--remote=${database.url}`, ...flags], { env: NO_TLS });
}

test("db push applies every migration and sets the Vault's secrets", async () => {
  const secrets = {
    EDGEWISE_FUNCTIONS_URL: "https://project.test/functions/v1",
    EDGEWISE_CRON_KEY: "sb_secret_cron",
  };
  const run = await push(secrets);
  expect(run.exitCode, run.output).toBe(0);
  expect(run.warnings).toEqual([]);

  const applied = await sql`select version from supabase_migrations.schema_migrations order by version`;
  expect(applied.map(({ version }) => version)).toEqual(VERSIONS.toSorted());
  expect([...(await sql`select name, decrypted_secret from vault.decrypted_secrets order by name`)]).toEqual([
    { name: "edgewise_cron_key", decrypted_secret: secrets.EDGEWISE_CRON_KEY },
    { name: "edgewise_functions_url", decrypted_secret: secrets.EDGEWISE_FUNCTIONS_URL },
  ]);
});

test("db push again finds nothing to do", async () => {
  const run = await push();
  expect(run.exitCode, run.output).toBe(0);
  expect(run.output).toContain("up to date");
});

test("db advisors find nothing at level warn", async () => {
  const run = await advise();
  expect(run.exitCode, run.output).toBe(0);
  expect(run.output).toContain("No issues found");
});

test("db advisors would find a table that is open", async () => {
  await sql.unsafe(
    "create table public.offence (id bigint primary key); grant select on public.offence to anon",
  );
  const run = await advise();
  await sql`drop table public.offence`;
  expect(run.exitCode).not.toBe(0);
});

test("no bucket is public", () => {
  const open = Object.entries(readProject().buckets).filter(([, bucket]) => bucket.public);
  expect(open).toEqual([]);
});

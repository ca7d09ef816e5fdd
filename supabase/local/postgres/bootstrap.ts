import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getAuthSchemaSql, getStorageSchemaSql } from "@supabase/lite";
import type { Sql } from "postgres";
import postgres from "postgres";
import { installExtensions } from "./extensions.ts";

const FOLDER = join(import.meta.dirname, "bootstrap");

/**
 * Gives an empty database what the hosted platform has before the first migration: roles, schemas, extensions, and the
 * tables of Auth and Storage. May be run again; needs a superuser other than `postgres`, who is none on the platform.
 */
export async function bootstrap(superuserUrl: string): Promise<void> {
  const superuser = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await refusePlatformRole(superuser);
    await installExtensions(superuser);
    await superuser.unsafe(script("roles.sql"));
    await superuser.unsafe(script("database.sql"));
    await runAs(superuser, "supabase_auth_admin", `${getAuthSchemaSql()}\n${script("auth.sql")}`);
    await runAs(superuser, "supabase_storage_admin", getStorageSchemaSql());
    await createPreloadedCron(superuser);
  } finally {
    await superuser.end();
  }
}

async function refusePlatformRole(superuser: Sql): Promise<void> {
  const [row] = await superuser`
    select current_user as name, rolsuper as "isSuperuser" from pg_roles where rolname = current_user`;
  if (row?.isSuperuser && row.name !== "postgres") return;
  throw new Error(
    `The database has to be set up by a superuser, and its role "postgres" is none on the platform; this is ` +
      `"${row?.name}". Make a cluster with: initdb --username=supabase_admin`,
  );
}

/** The real pg_cron may be created by a superuser alone; on the platform an extension of its own lets `postgres` do it. */
async function createPreloadedCron(superuser: Sql): Promise<void> {
  const [setting] = await superuser`select current_setting('cron.database_name', true) as database`;
  const [here] = await superuser`select current_database() as database`;
  if (!setting?.database || setting.database !== here?.database) return;
  await superuser.unsafe(script("preloaded-cron.sql"));
}

async function runAs(superuser: Sql, role: string, sql: string): Promise<void> {
  await superuser.unsafe(`set role ${role};\n${sql}\n; reset role;`);
}

function script(name: string): string {
  return readFileSync(join(FOLDER, name), "utf8");
}

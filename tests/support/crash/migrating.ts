import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import type { StackProcess } from "../stack-process.ts";

/** Waits until a platform that starts has so many migrations behind it. */
export async function hasMigrated(platform: StackProcess, count: number): Promise<void> {
  const port = await platform.says(/listening on IPv4 address "127.0.0.1", port (\d+)/);
  const sql = postgres(`postgresql://postgres:postgres@127.0.0.1:${port}/postgres`, { max: 1 });
  try {
    while ((await appliedMigrations(sql)).length < count) await sleep(5);
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** Versions in order; none while the server starts or has no history yet. */
export async function appliedMigrations(sql: postgres.Sql): Promise<string[]> {
  try {
    const rows = await sql<{ version: string }[]>`
      select version from supabase_migrations.schema_migrations order by version`;
    return rows.map(({ version }) => version);
  } catch {
    return [];
  }
}

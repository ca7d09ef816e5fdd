import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sql } from "postgres";
import postgres from "postgres";

interface Migration {
  version: string;
  name: string;
  path: string;
}

/** The database has a migration that the folder lacks: it was made by other migrations, and none of these fit it. */
export class LostMigrationError extends Error {
  override readonly name = "LostMigrationError";

  constructor(readonly version: string) {
    super(`The database has migration ${version}, which is not in the folder.`);
  }
}

/** Any number that nothing else in the database locks. */
const LOCK = 5_432_100_001;

/**
 * Applies the migrations of a folder as `supabase db push` does: in the order of their versions, each in a transaction
 * of its own together with its row in supabase_migrations.schema_migrations, so that a crash leaves whole migrations
 * and the next run goes on after them. Returns the names of the files applied now.
 *
 * @param databaseUrl of the role that owns what migrations create: `postgres`
 */
export async function applyMigrations(databaseUrl: string, folder: string): Promise<string[]> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await createHistory(sql);
    const applied = await sql<{ version: string }[]>`
      select version from supabase_migrations.schema_migrations order by version`;
    const pending = pendingMigrations(
      migrationsIn(folder),
      applied.map((row) => row.version),
    );
    for (const migration of pending) await apply(sql, migration);
    return pending.map(({ version, name }) => `${version}_${name}`);
  } finally {
    await sql.end();
  }
}

async function createHistory(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (
      version text not null primary key, statements text[], name text
    );`);
}

function migrationsIn(folder: string): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
  return files.sort().map((file) => {
    const [, version, name] = /^(\d{14})_(.+)\.sql$/.exec(file) ?? [];
    if (!version || !name) throw new Error(`${file}: a migration is named <14-digit UTC>_<name>.sql`);
    return { version, name, path: join(folder, file) };
  });
}

/** History is append-only: an applied file may not vanish, a new one may not come before an applied one. */
function pendingMigrations(migrations: Migration[], applied: string[]): Migration[] {
  const lost = applied.find((version) => !migrations.some((migration) => migration.version === version));
  if (lost) throw new LostMigrationError(lost);
  const pending = migrations.filter((migration) => !applied.includes(migration.version));
  const latest = applied.at(-1) ?? "";
  const late = pending.find((migration) => migration.version < latest);
  if (late)
    throw new Error(`Migration ${late.version}_${late.name} comes before ${latest}, which is applied.`);
  return pending;
}

async function apply(sql: Sql, { version, name, path }: Migration): Promise<void> {
  const text = readFileSync(path, "utf8");
  try {
    await sql.begin(async (transaction) => {
      await transaction.unsafe(text);
      await transaction`
        insert into supabase_migrations.schema_migrations (version, name, statements)
        values (${version}, ${name}, ${[text]})`;
    });
  } catch (cause) {
    const { message, position } = cause as { message: string; position?: string };
    const line = position ? `:${text.slice(0, Number(position)).split("\n").length}` : "";
    throw new Error(`${version}_${name}.sql${line}: ${message}`, { cause });
  }
}

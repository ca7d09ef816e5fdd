import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyMigrations } from "../../supabase/local/postgres/migrate.ts";
import { startPostgres } from "../../supabase/local/postgres/start-postgres.ts";

const MIGRATIONS = join(import.meta.dirname, "../../migrations");

/** A Postgres server of the test's own. */
export interface TestDatabase extends AsyncDisposable {
  /** As role `postgres`, who ran the migrations. */
  url: string;
  /** As the superuser, for what a test has to arrange behind the platform's back. */
  superuserUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a server with what the platform has and with all migrations, in about a second; one for a test file is meant.
 * With POSTGRES_BIN it is that installation's server. `migrations` may name another folder, or none.
 */
export async function testDatabase(options: { migrations?: string | false } = {}): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-database-"));
  const server = await startPostgres({ dataDir: join(folder, "db"), durable: false });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { migrations = MIGRATIONS } = options;
    if (migrations) await applyMigrations(server.url, migrations);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, superuserUrl: server.superuserUrl, stop, [Symbol.asyncDispose]: stop };
}

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";
import { applyMigrations } from "../../supabase/local/postgres/migrate.ts";
import { startPostgres } from "../../supabase/local/postgres/start-postgres.ts";

export const MIGRATIONS = join(import.meta.dirname, "../../migrations");

/** A Postgres server of the test's own. */
export interface TestDatabase extends AsyncDisposable {
  /** As role `postgres`, who ran the migrations. */
  url: string;
  /** As the superuser, for what a test has to arrange behind the platform's back. */
  superuserUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a server with what the platform has and with all migrations; one for a test file is meant. Where the project of
 * the test has made a cluster with all of them, it is a copy of that. With POSTGRES_BIN it is that installation's server. `migrations` may name another folder, or none.
 */
export async function testDatabase(options: { migrations?: string | false } = {}): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-database-"));
  const { migrations = MIGRATIONS } = options;
  const dataDir = join(folder, "db");
  const isCopied = migrations === MIGRATIONS && (await copyTemplateCluster(dataDir));
  const server = await startPostgres({ dataDir, durable: false });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (migrations && !isCopied) await applyMigrations(server.url, migrations);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, superuserUrl: server.superuserUrl, stop, [Symbol.asyncDispose]: stop };
}

/**
 * Makes the data folder of a server a copy of the migrated cluster that the project of the test has made. False where it has
 * made none: the server then begins with nothing.
 */
export async function copyTemplateCluster(dataDir: string): Promise<boolean> {
  const template = inject("templateCluster");
  // Not Node's own copy: the files belong to whom the server runs as.
  if (template) await promisify(execFile)("cp", ["-a", template, dataDir]);
  return template !== undefined;
}

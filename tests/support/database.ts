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
 * the test has made clusters, it is a copy of one. With POSTGRES_BIN it is that installation's server. `migrations` may name another folder, or none.
 */
export async function testDatabase(options: { migrations?: string | false } = {}): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-database-"));
  const { migrations = MIGRATIONS } = options;
  const dataDir = join(folder, "db");
  const isMigrated = migrations === MIGRATIONS && inject("clusters") !== undefined;
  await copyCluster(isMigrated ? "migrated" : "bare", dataDir);
  const server = await startPostgres({ dataDir, durable: false });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (migrations && !isMigrated) await applyMigrations(server.url, migrations);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, superuserUrl: server.superuserUrl, stop, [Symbol.asyncDispose]: stop };
}

/**
 * Makes the data folder of a server a copy of a cluster that the project of the test has made (template-cluster.ts). Where it
 * has made none, the server begins with nothing, which takes seconds.
 */
export async function copyCluster(which: "bare" | "migrated", dataDir: string): Promise<void> {
  const clusters = inject("clusters");
  if (clusters) await copyFolder(clusters[which], dataDir);
}

/** Not Node's own copy: the files belong to whom the server runs as. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await promisify(execFile)("cp", ["-a", from, to]);
}

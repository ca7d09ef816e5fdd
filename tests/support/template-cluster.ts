// A global setup of vitest: one cluster with all migrations, of which the servers and stacks of the files get copies.
// Making it takes seconds, copying it a fraction of one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "../../supabase/local/postgres/migrate.ts";
import { startPostgres } from "../../supabase/local/postgres/start-postgres.ts";
import { MIGRATIONS } from "./database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The data folder of a cluster with all migrations, whose server is stopped. */
    templateCluster?: string;
  }
}

const folder = mkdtempSync(join(tmpdir(), "edgewise-template-"));

export async function setup(project: TestProject): Promise<void> {
  const dataDir = join(folder, "db");
  const server = await startPostgres({ dataDir, durable: false });
  await applyMigrations(server.url, MIGRATIONS).finally(() => server.stop());
  project.provide("templateCluster", dataDir);
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}

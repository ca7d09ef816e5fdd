// A global setup of vitest: a cluster with all migrations and one without any, of which servers and stacks get copies.
// Making it takes seconds, copying it a fraction of one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "../../supabase/local/postgres/migrate.ts";
import { startPostgres } from "../../supabase/local/postgres/start-postgres.ts";
import { copyFolder, MIGRATIONS } from "./database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Data folders of clusters whose servers are stopped: with what the platform has alone, and with all migrations. */
    clusters?: { readonly bare: string; readonly migrated: string };
  }
}

const folder = mkdtempSync(join(tmpdir(), "edgewise-template-"));

export async function setup(project: TestProject): Promise<void> {
  const [bare, migrated] = [join(folder, "bare"), join(folder, "migrated")];
  await (await startPostgres({ dataDir: bare, durable: false })).stop();
  await copyFolder(bare, migrated);
  const server = await startPostgres({ dataDir: migrated, durable: false });
  await applyMigrations(server.url, MIGRATIONS).finally(() => server.stop());
  project.provide("clusters", { bare, migrated });
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}

// Writes docs/schema/<object>.sql from a database with all migrations: `npm run schema`. A test proves that it is current.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { applyMigrations } from "../supabase/local/postgres/migrate.ts";
import { startPostgres } from "../supabase/local/postgres/start-postgres.ts";
import { describeDatabase } from "./catalogue/describe-database.ts";

const FOLDER = join(import.meta.dirname, "schema");
const data = mkdtempSync(join(tmpdir(), "edgewise-schema-"));
const server = await startPostgres({ dataDir: join(data, "db"), durable: false });
try {
  await applyMigrations(server.url, join(import.meta.dirname, "../migrations"));
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const files = await describeDatabase(sql).finally(() => sql.end());
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  for (const [name, text] of files) writeFileSync(join(FOLDER, name), text);
} finally {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}

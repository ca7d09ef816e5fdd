import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The process of the Postgres that runs on a stack's data. */
export function postmasterPid(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8"), 10);
}

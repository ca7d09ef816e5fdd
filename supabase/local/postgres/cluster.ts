import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { endProcess, runningProcess } from "../processes.ts";
import type { ServerAccount } from "./server-account.ts";

const run = promisify(execFile);

/** Makes the cluster of a data folder unless it is there; a half-made one of a crash is made anew. */
export async function createCluster(initdb: string, dataDir: string, account: ServerAccount): Promise<void> {
  if (existsSync(join(dataDir, "PG_VERSION"))) return;
  mkdirSync(dirname(dataDir), { recursive: true });
  removeDrafts(dataDir);
  const draft = mkdtempSync(draftPrefix(dataDir));
  const passwordFile = `${draft}.password`;
  writeFileSync(passwordFile, "postgres\n", { mode: 0o600 });
  account.own(draft);
  account.own(passwordFile);
  const flags = ["--username=supabase_admin", "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"];
  const [program, args] = account.command(initdb, [
    ...flags,
    `--pgdata=${draft}`,
    `--pwfile=${passwordFile}`,
  ]);
  try {
    await run(program, args);
  } catch (cause) {
    const { stderr } = cause as { stderr?: string };
    throw new Error(`Postgres could not make its data folder ${dataDir}: ${stderr?.trim()}`, { cause });
  } finally {
    rmSync(passwordFile);
  }
  // The rename is what makes it whole or absent.
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(draft, dataDir);
}

const draftPrefix = (dataDir: string) => `${dataDir}.draft-`;

/**
 * Removes what starts that were killed have left. Each start has a draft of its own, because the server that initdb runs
 * may outlive it and go on writing: a folder that cannot be removed for that reason goes with the next start.
 */
function removeDrafts(dataDir: string): void {
  const parent = dirname(dataDir);
  const prefix = basename(draftPrefix(dataDir));
  for (const name of readdirSync(parent).filter((name) => name.startsWith(prefix))) {
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
    }
  }
}

/**
 * Makes a data folder startable after a crash of whoever started its server: a server that outlived it is shut down
 * cleanly, and the pid file of one that did not is removed (its number may belong to another process by now).
 */
export async function clearLeftovers(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (runningProcess(pid)?.command.includes(dataDir)) await endProcess(pid, "SIGINT", 10_000);
  rmSync(pidFile, { force: true });
}

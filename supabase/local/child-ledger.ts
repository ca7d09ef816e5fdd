import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { endProcess, runningProcess } from "./processes.ts";

/**
 * Remembers the child processes of a stack in a file, so that the next start can end those which outlived a stack that
 * was killed. A line is a pid and when that process was started: pids are given anew, the two together are not.
 */
export class ChildLedger {
  constructor(private readonly path: string) {}

  record(pid: number): void {
    const started = runningProcess(pid)?.startedAt;
    if (started) appendFileSync(this.path, `${pid} ${started}\n`);
  }

  /** Kills whom the last stack left behind and begins an empty ledger; returns how many there were. */
  async endLeftovers(): Promise<number> {
    const lines = existsSync(this.path) ? readFileSync(this.path, "utf8").split("\n") : [];
    const pids = lines.filter(isStillRunning).map((line) => Number.parseInt(line, 10));
    await Promise.all(pids.map((pid) => endProcess(pid, "SIGKILL", 0)));
    rmSync(this.path, { force: true });
    return pids.length;
  }
}

function isStillRunning(line: string): boolean {
  const [pid, ...started] = line.split(" ");
  return pid !== "" && runningProcess(Number(pid))?.startedAt === started.join(" ");
}

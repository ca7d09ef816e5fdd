import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Facts of a process, as far as the operating system tells them. */
export interface RunningProcess {
  command: string;
  /** When it was started, in the system's own words: together with the pid it names one process for good. */
  startedAt: string;
}

const HAS_PROC = existsSync("/proc/self/stat");

/** The process of this id, or undefined. A zombie counts as gone: it holds nothing but the id. */
export function runningProcess(pid: number): RunningProcess | undefined {
  try {
    return HAS_PROC ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
}

/** Small Linux images come without `ps`. */
function fromProc(pid: number): RunningProcess | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the name in parentheses and may hold anything; what follows it is regular.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return undefined;
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  return { command, startedAt: fields[19] ?? "" };
}

function fromPs(pid: number): RunningProcess | undefined {
  const columns = ["-ww", "-o", "stat=,lstart=,command=", "-p", String(pid)];
  const line = execFileSync("ps", columns, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } }).trim();
  const match = /^(\S+)\s+(\S+ \S+\s+\d+ [\d:]+ \d+)\s+(.*)$/s.exec(line);
  if (!match?.[2] || match[1]?.startsWith("Z")) return undefined;
  return { startedAt: match[2], command: match[3] ?? "" };
}

/** Sends a signal and waits until the process is gone; whoever is still there after `patienceMs` is killed. */
export async function endProcess(pid: number, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  send(pid, signal);
  const deadline = performance.now() + patienceMs;
  while (runningProcess(pid)) {
    if (performance.now() > deadline) send(pid, "SIGKILL");
    await sleep(20);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, which is what the caller wants.
  }
}

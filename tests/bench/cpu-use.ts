import { readFileSync } from "node:fs";

/** CPU milliseconds that a process has used in its life. */
export interface CpuUse {
  /** The thread that runs the code: what the edge runtime counts against an isolate. */
  readonly isolateMs: number;
  /** All threads: compilers and the garbage collector too. */
  readonly processMs: number;
}

/** The kernel counts a process's threads together in hundredths of a second. */
const TICK_MS = 10;

/** Finer than the ticks that the stack enforces its limits by. @throws Error where the system keeps no /proc */
export function cpuUseOf(pid: number): CpuUse {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ");
  return {
    isolateMs: Number(nanoseconds) / 1e6,
    processMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
  };
}

import type { FunctionProcess } from "./function-process.ts";
import { threadCpuMs } from "./thread-cpu.ts";

/** CPU milliseconds in an isolate's whole life, as on the platform. */
const RETIRE_AT_MS = 1_000;
const KILL_AT_MS = 2_000;
/** A successor needs a fraction of a second to start; begun here it is there when callers need it. */
const PREPARE_AT_MS = 600;
const LOOK_EVERY_MS = 25;

export interface CpuWatch {
  /** Time to start a successor. */
  prepare(): void;
  /** It may take no new work. */
  retire(): void;
  /** It has used everything. */
  exhaust(): void;
}

/** Follows the CPU time of a process until it ends, and calls each of the three once, in that order. */
export function watchCpu(process: FunctionProcess, watch: CpuWatch): void {
  const steps: [atMs: number, act: () => void][] = [
    [PREPARE_AT_MS, watch.prepare],
    [RETIRE_AT_MS, watch.retire],
    [KILL_AT_MS, watch.exhaust],
  ];
  const timer = setInterval(() => {
    const usedMs = threadCpuMs(process.pid) ?? 0;
    while (steps[0] && usedMs >= steps[0][0]) steps.shift()?.[1]();
  }, LOOK_EVERY_MS);
  process.exited.finally(() => clearInterval(timer));
}

import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { descendantsOf } from "../../support/descendants.ts";

/** Where the system does not tell, nothing can be said. */
export const CAN_MEASURE = existsSync("/proc/self/status");

/** Megabytes that each function's process has held at most, by its slug. */
export function peakMemoryOfFunctions(): Record<string, number> {
  const peaks: Record<string, number> = {};
  for (const pid of descendantsOf(process.pid)) {
    const slug = /functions\/([\w-]+)\/index\.js/.exec(read(pid, "cmdline"))?.[1];
    const kilobytes = /VmHWM:\s+(\d+)/.exec(read(pid, "status"))?.[1];
    if (slug && kilobytes) peaks[slug] = Math.max(peaks[slug] ?? 0, Math.round(Number(kilobytes) / 1024));
  }
  return peaks;
}

function read(pid: number, file: "cmdline" | "status"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // It has ended meanwhile.
  }
}

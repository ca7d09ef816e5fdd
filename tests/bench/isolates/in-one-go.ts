import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Stack } from "../../../supabase/local/create-stack.ts";
import { denoBinary } from "../../../supabase/local/functions/deno-binary.ts";
import { PROJECT_ROOT } from "../../../supabase/local/project-config.ts";
import { cpuUseOf } from "../cpu-use.ts";

/** CPU milliseconds of the worker's own thread. */
export interface WorkerCpu {
  readonly totalMs: number;
  /** Until it looked for work. */
  readonly startMs: number;
}

const LOOK_EVERY_MS = 5;

/** Runs the waiting job to its end in one worker. */
export async function runInOneGo(stack: Stack): Promise<WorkerCpu> {
  const flags = ["--url", stack.url, "--key", stack.keys.secret, "--until-idle"];
  const worker = spawn(
    denoBinary(),
    [
      "run",
      "--quiet",
      "--cached-only",
      "--no-lock",
      "--no-check",
      "-A",
      "supabase/tools/worker.ts",
      ...flags,
    ],
    { cwd: PROJECT_ROOT, stdio: ["ignore", "pipe", "inherit"] },
  );
  let [totalMs, startMs] = [0, 0];
  // It ends by itself: what it had used at the last look is at most a look too little.
  const timer = setInterval(() => {
    totalMs = usedBy(worker.pid!) ?? totalMs;
  }, LOOK_EVERY_MS);
  createInterface({ input: worker.stdout }).on("line", (line) => {
    if (line.startsWith("Running")) startMs = usedBy(worker.pid!) ?? 0;
  });
  const exitCode = await new Promise((resolve) => worker.once("close", resolve));
  clearInterval(timer);
  if (exitCode !== 0) throw new Error(`the worker ended with ${exitCode}`);
  return { totalMs, startMs };
}

function usedBy(pid: number): number | undefined {
  try {
    return cpuUseOf(pid).isolateMs;
  } catch {
    return undefined;
  }
}

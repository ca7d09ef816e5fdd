import { readFileSync } from "node:fs";
import type { Stack } from "../../../supabase/local/create-stack.ts";
import { FunctionProcess } from "../../../supabase/local/functions/function-process.ts";
import { functionSandbox } from "../../../supabase/local/functions/function-sandbox.ts";
import { threadCpuMs } from "../../../supabase/local/functions/thread-cpu.ts";
import { readProject } from "../../../supabase/local/project-config.ts";

/** CPU milliseconds of a function's process from nothing to some moment. */
export interface CpuUse {
  /** The thread that runs the code: what the edge runtime counts against an isolate. */
  readonly isolateMs: number;
  /** All threads: compilers and the garbage collector too. */
  readonly processMs: number;
}

const SLUG = "ml-predict";
/** The kernel counts in hundredths of a second. */
const TICK_MS = 10;

/** Starts ml-predict in a fresh process, as the stack does, and asks it for one prediction. */
export async function coldStart(stack: Stack, symbol: string): Promise<{ boot: CpuUse; predicted: CpuUse }> {
  const { functions } = readProject();
  const sandbox = functionSandbox({
    url: stack.url,
    keys: stack.keys,
    upstash: undefined,
    functions,
    environment: {},
    allowedHosts: [],
    onSpawn: () => {},
  });
  const declared = functions.find(({ slug }) => slug === SLUG)!;
  const isolate = new FunctionProcess(declared, sandbox, () => {});
  try {
    const port = await isolate.port;
    const boot = cpuUseOf(isolate.pid);
    const answer = await fetch(`http://127.0.0.1:${port}/${SLUG}`, {
      method: "POST",
      headers: { apikey: stack.keys.secret, "content-type": "application/json" },
      body: JSON.stringify({ symbol }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return { boot, predicted: cpuUseOf(isolate.pid) };
  } finally {
    // It still writes the prediction's log.
    isolate.retire();
    await isolate.exited;
  }
}

/** @throws Error where the system keeps no /proc */
function cpuUseOf(pid: number): CpuUse {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return {
    isolateMs: threadCpuMs(pid) ?? 0,
    processMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
  };
}

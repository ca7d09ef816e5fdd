import type { Stack } from "../../../supabase/local/create-stack.ts";
import { type CpuUse, cpuUseOf } from "../cpu-use.ts";
import { startIsolate } from "../function-isolate.ts";

/** Starts ml-predict in a fresh process, as the stack does, and asks it for one prediction. */
export async function coldStart(stack: Stack, symbol: string): Promise<{ boot: CpuUse; predicted: CpuUse }> {
  const isolate = startIsolate(stack, "ml-predict");
  try {
    await isolate.listening;
    const boot = cpuUseOf(isolate.pid);
    await isolate.post("", { symbol });
    return { boot, predicted: cpuUseOf(isolate.pid) };
  } finally {
    await isolate.end();
  }
}

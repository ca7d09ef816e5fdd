import { fileURLToPath } from "node:url";
import type { Stack } from "../../../supabase/local/create-stack.ts";
import { type CpuUse, cpuUseOf } from "../cpu-use.ts";
import { startIsolate } from "../function-isolate.ts";

const EMPTY = fileURLToPath(new URL("empty-function.ts", import.meta.url));

export interface ColdStart {
  /** The runtime's own start, until a function that does nothing listens. */
  readonly empty: CpuUse;
  /** Until ml-predict listens. */
  readonly boot: CpuUse;
  /** Until its first prediction is answered. */
  readonly predicted: CpuUse;
}

/** Starts an empty function and ml-predict in fresh processes, as the stack does, and asks for one prediction. */
export async function coldStart(stack: Stack, symbol: string): Promise<ColdStart> {
  const nothing = startIsolate(stack, "ml-predict", EMPTY);
  await nothing.listening;
  const empty = cpuUseOf(nothing.pid);
  await nothing.end();

  const isolate = startIsolate(stack, "ml-predict");
  try {
    await isolate.listening;
    const boot = cpuUseOf(isolate.pid);
    await isolate.post("", { symbol });
    return { empty, boot, predicted: cpuUseOf(isolate.pid) };
  } finally {
    await isolate.end();
  }
}

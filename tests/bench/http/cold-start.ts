import { fileURLToPath } from "node:url";
import { type CpuUse, cpuUseOf } from "../cpu-use.ts";
import type { FunctionIsolates } from "../function-isolate.ts";

export const EMPTY_FUNCTION = {
  slug: "empty",
  entrypoint: fileURLToPath(new URL("empty-function.ts", import.meta.url)),
};

export interface ColdStart {
  /** The runtime's own start, until a function that does nothing listens. */
  readonly empty: CpuUse;
  /** Until ml-predict listens. */
  readonly boot: CpuUse;
  /** Until its first prediction is answered. */
  readonly predicted: CpuUse;
}

/** Starts an empty function and ml-predict in fresh processes, as the stack does, and asks for one prediction. */
export async function coldStart(isolates: FunctionIsolates, symbol: string): Promise<ColdStart> {
  const nothing = isolates.start(EMPTY_FUNCTION.slug);
  await nothing.listening;
  const empty = cpuUseOf(nothing.pid);
  await nothing.end();

  const isolate = isolates.start("ml-predict");
  try {
    await isolate.listening;
    const boot = cpuUseOf(isolate.pid);
    await isolate.post("", { symbol });
    return { empty, boot, predicted: cpuUseOf(isolate.pid) };
  } finally {
    await isolate.end();
  }
}

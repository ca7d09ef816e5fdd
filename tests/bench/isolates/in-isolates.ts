import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Stack } from "../../../supabase/local/create-stack.ts";
import { cpuUseOf } from "../cpu-use.ts";
import { functionIsolates } from "../function-isolate.ts";

/** CPU milliseconds of the isolates' own threads, and what they went on. */
export interface SlicedCpu {
  readonly totalMs: number;
  /** Until the isolates listened. */
  readonly startsMs: number;
  readonly isolates: number;
  readonly slices: number;
}

const METERED = {
  slug: "jobs",
  entrypoint: fileURLToPath(new URL("isolate.ts", import.meta.url)),
};
/** An isolate takes no new work after this much, as on the platform. */
const RETIRE_AT_MS = 1_000;
/** The work behind an answer: a log line, a call to itself that finds nobody here. */
const SETTLE_MS = 30;

/** Runs the waiting job to its end, slice by slice, in one isolate after the other. */
export async function runInIsolates(stack: Stack): Promise<SlicedCpu> {
  using isolates = await functionIsolates(stack, [METERED]);
  const sum = { totalMs: 0, startsMs: 0, isolates: 0, slices: 0 };
  for (let isFinished = false; !isFinished; ) {
    const isolate = isolates.start(METERED.slug);
    await isolate.listening;
    sum.startsMs += cpuUseOf(isolate.pid).isolateMs;
    sum.isolates += 1;
    while (!isFinished && cpuUseOf(isolate.pid).isolateMs < RETIRE_AT_MS) {
      const { outcome } = await isolate.post("/run");
      if (outcome !== "advanced" && outcome !== "finished") throw new Error(`a slice ended as ${outcome}`);
      sum.slices += 1;
      isFinished = outcome === "finished";
    }
    await sleep(SETTLE_MS);
    sum.totalMs += cpuUseOf(isolate.pid).isolateMs;
    await isolate.end();
  }
  return sum;
}

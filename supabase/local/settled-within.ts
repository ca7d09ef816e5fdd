import { setTimeout as sleep } from "node:timers/promises";

/** Waits until all work has ended, well or badly, but no longer than this. */
export async function settledWithin(work: Iterable<Promise<unknown>>, patienceMs: number): Promise<void> {
  await Promise.race([Promise.allSettled(work), sleep(patienceMs, undefined, { ref: false })]);
}

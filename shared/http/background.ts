import type { Logger } from "./logger.ts";

/** The edge runtime keeps an isolate alive for work handed to it here. */
interface EdgeRuntimeGlobal {
  readonly EdgeRuntime?: { waitUntil(work: Promise<unknown>): void };
}

/** Hands work to the runtime after the answer. A failure there is logged: it has nobody left to tell. */
export function createBackground(logger: Logger): (work: Promise<unknown>) => void {
  const runtime = (globalThis as EdgeRuntimeGlobal).EdgeRuntime;
  return function background(work) {
    const logged = work.catch((error) => logger.error("background_work_failed", error));
    runtime?.waitUntil(logged);
  };
}

import type { Clock } from "../../ports/clock.ts";

/**
 * Measures work done as against time passed: an isolate is billed for computing, not for waiting, and a single thread
 * computes whenever it is not awaiting I/O.
 */
export interface BusyMeter {
  busyMs(): number;
  /** Runs I/O with the meter stopped. */
  waiting<T>(work: () => Promise<T>): Promise<T>;
}

export function createBusyMeter(clock: Clock): BusyMeter {
  const startedAt = clock.elapsed();
  let idleMs = 0;
  let waits = 0;
  let waitingSince = 0;
  return {
    busyMs: () => (waits > 0 ? waitingSince : clock.elapsed()) - startedAt - idleMs,
    async waiting(work) {
      if (waits++ === 0) waitingSince = clock.elapsed();
      try {
        return await work();
      } finally {
        if (--waits === 0) idleMs += clock.elapsed() - waitingSince;
      }
    },
  };
}

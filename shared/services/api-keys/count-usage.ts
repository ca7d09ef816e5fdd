import { retry } from "deno-std/async/retry.js";
import type { ApiKeyUsageLog, CountedCalls, UsageCounter } from "../../ports/api-key-usage-log.ts";
import type { Clock } from "../../ports/clock.ts";

/** An isolate that is killed, not stopped, loses the calls of this time and of the write that follows it. */
const FLUSH_AFTER_MS = 1_000;
/** A batch has an id, so writing it twice is harmless. */
const RETRY = { maxAttempts: 5, minTimeout: 200 };

/**
 * Counts calls in the isolate and writes them a second after the first, in one batch: no request waits for it, and a crowd
 * of them costs one round trip. What waits is handed to the background, so a clean stop writes it.
 */
export function createUsageCounter(deps: {
  readonly usage: ApiKeyUsageLog;
  readonly clock: Clock;
  readonly background: (work: Promise<unknown>) => void;
}): UsageCounter {
  let counted = new Map<string, CountedCalls>();

  async function flush(): Promise<void> {
    const calls = [...counted.values()];
    counted = new Map();
    const batchId = crypto.randomUUID();
    try {
      await retry(() => deps.usage.record(batchId, calls), RETRY);
    } catch (cause) {
      const lost = calls.reduce((sum, entry) => sum + entry.calls, 0);
      throw new Error(`The usage of ${lost} calls with API keys could not be written.`, { cause });
    }
  }

  return function countCall({ keyId, endpoint, status }) {
    if (counted.size === 0) deps.background(sleep(FLUSH_AFTER_MS).then(flush));
    const lastUsedAt = deps.clock.now();
    const day = new Date(lastUsedAt).toISOString().slice(0, 10);
    const name = [keyId, day, endpoint, status].join(" ");
    const calls = (counted.get(name)?.calls ?? 0) + 1;
    counted.set(name, { keyId, day, endpoint, status, calls, lastUsedAt });
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

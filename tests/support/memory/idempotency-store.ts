import type { Clock } from "../../../shared/ports/clock.ts";
import {
  type IdempotencyStore,
  KEEP_MS,
  type KeptAnswer,
  LOCK_MS,
} from "../../../shared/ports/idempotency-store.ts";

interface Entry {
  readonly fingerprint: string;
  readonly token: string;
  readonly begunAt: number;
  readonly answer: KeptAnswer | undefined;
}

/** Keys and answers in memory, for tests. */
export function createMemoryIdempotencyStore(clock: Clock): IdempotencyStore {
  const entries = new Map<string, Entry>();

  function isOver({ begunAt, answer }: Entry): boolean {
    return clock.now() - begunAt >= (answer ? KEEP_MS : LOCK_MS);
  }

  return {
    async begin({ scope, key }, fingerprint) {
      const name = JSON.stringify([scope, key]);
      const held = entries.get(name);
      if (!held || isOver(held)) {
        const token = crypto.randomUUID();
        entries.set(name, { fingerprint, token, begunAt: clock.now(), answer: undefined });
        return { outcome: "started", token };
      }
      if (held.fingerprint !== fingerprint) return { outcome: "mismatch" };
      return held.answer ? { outcome: "answered", answer: held.answer } : { outcome: "running" };
    },
    async end({ scope, key }, token, answer) {
      const name = JSON.stringify([scope, key]);
      const held = entries.get(name);
      if (held?.token !== token || held.answer) return;
      if (answer) entries.set(name, { ...held, answer });
      else entries.delete(name);
    },
  };
}

import type { IdempotencyStore, KeptAnswer } from "../../../shared/ports/idempotency-store.ts";

interface Entry {
  readonly fingerprint: string;
  readonly token: string;
  readonly answer: KeptAnswer | undefined;
}

/** Keys and answers in memory, for tests. They are kept for good: when a lock or an answer is over is decided in SQL. */
export function createMemoryIdempotencyStore(): IdempotencyStore {
  const entries = new Map<string, Entry>();
  return {
    async begin({ scope, key }, fingerprint) {
      const name = JSON.stringify([scope, key]);
      const held = entries.get(name);
      if (!held) {
        const token = crypto.randomUUID();
        entries.set(name, { fingerprint, token, answer: undefined });
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

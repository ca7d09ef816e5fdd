import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../../failure.ts";
import type { CountedCalls } from "../../ports/api-key-usage-log.ts";
import { createUsageCounter } from "./count-usage.ts";

const CALL = { keyId: "k1", endpoint: "POST /ml-predict", status: 200 };
const FLUSH_MS = 1_000;

let batches: Map<string, readonly CountedCalls[]>;
let failures: number;
let background: Promise<unknown>[];
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 15, 23, 59, 59, 500) });
  batches = new Map();
  failures = 0;
  background = [];
});
afterEach(() => vi.useRealTimers());

/** Takes a batch that it then says it did not take, as often as `failures` says. */
async function record(batchId: string, calls: readonly CountedCalls[]) {
  batches.set(batchId, calls);
  if (failures-- > 0) throw new Failure("unavailable", "The answer was lost.");
}
const counter = () =>
  createUsageCounter({
    usage: { record },
    clock: { now: () => Date.now(), elapsed: () => Date.now() },
    background: (work) => void background.push(work),
  });
const written = () => [...batches.values()].flat();
const total = () => written().reduce((sum, { calls }) => sum + calls, 0);

describe("a usage counter", () => {
  it("writes what a crowd called in one batch, a second after the first", async () => {
    const count = counter();
    for (let i = 0; i < 10_000; i++) count({ ...CALL, keyId: `k${i % 3}`, status: i % 2 ? 200 : 429 });
    await vi.advanceTimersByTimeAsync(FLUSH_MS - 1);
    expect(batches.size).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect([batches.size, written().length, total()]).toEqual([1, 6, 10_000]);
  });

  it("counts each call on its own day, and remembers the last", async () => {
    const count = counter();
    count(CALL);
    await vi.advanceTimersByTimeAsync(600);
    count(CALL);
    await vi.advanceTimersByTimeAsync(FLUSH_MS);
    expect(written()).toEqual([
      { ...CALL, day: "2026-01-15", calls: 1, lastUsedAt: Date.UTC(2026, 0, 15, 23, 59, 59, 500) },
      { ...CALL, day: "2026-01-16", calls: 1, lastUsedAt: Date.UTC(2026, 0, 16, 0, 0, 0, 100) },
    ]);
  });

  it("sends a batch again under its own id until it is known to be written", async () => {
    const count = counter();
    failures = 2;
    count(CALL);
    await vi.runAllTimersAsync();
    await Promise.all(background);
    expect([batches.size, total()]).toEqual([1, 1]);
  });

  it("goes on with the next batch, and says how much was lost, when it has to give up", async () => {
    const count = counter();
    failures = Number.POSITIVE_INFINITY;
    count(CALL);
    count(CALL);
    const lost = expect(background[0]).rejects.toThrow("The usage of 2 calls");
    await vi.runAllTimersAsync();
    await lost;
    failures = 0;
    batches.clear();
    count(CALL);
    await vi.runAllTimersAsync();
    expect(total()).toBe(1);
  });

  it("hands what waits to the background, one work a batch", async () => {
    const count = counter();
    for (let i = 0; i < 5; i++) count(CALL);
    expect(background).toHaveLength(1);
    await vi.runAllTimersAsync();
    count(CALL);
    expect(background).toHaveLength(2);
    await vi.runAllTimersAsync();
  });
});

import { beforeEach, expect, it } from "vitest";
import { createMemoryRateLimiter } from "../../../tests/support/memory/rate-limiter.ts";
import type { RateLimiter } from "../../ports/rate-limiter.ts";
import { takeFromBudget } from "./take-from-budget.ts";

const BUDGET = { provider: "vendor", perMinute: 200, burst: 50 };
const time = { ms: Date.UTC(2026, 0, 15, 12) };
let limiter: RateLimiter;
beforeEach(() => {
  limiter = createMemoryRateLimiter({ now: () => time.ms, elapsed: () => time.ms });
});

const take = (calls: number, budget = BUDGET) => takeFromBudget({ limiter }, budget, calls);
const granted = (calls: number) =>
  take(calls).then(
    () => true,
    () => false,
  );

it("lets a burst go and no more, and refills at the budget's pace", async () => {
  await take(50);
  await expect(take(1)).rejects.toMatchObject({ code: "unavailable", retryAfterMs: expect.any(Number) });
  time.ms += 1_000;
  expect([await granted(3), await granted(1)]).toEqual([true, false]);
});

it("never lets more than the budget go in a minute, over all who take", async () => {
  let calls = 0;
  for (let second = 0; second < 60; second++) {
    while (await granted(1)) calls += 1;
    time.ms += 1_000;
  }
  expect(calls).toBeGreaterThan(150);
  expect(calls).toBeLessThanOrEqual(200);
});

it("tells how long to wait, and then it is granted", async () => {
  await take(50);
  const refusal = await take(10).catch((error) => error);
  time.ms += refusal.retryAfterMs;
  await take(10);
});

it("takes nothing of what it cannot give whole, and keeps providers apart", async () => {
  expect(await granted(51)).toBe(false);
  expect(await granted(50)).toBe(true);
  await take(50, { ...BUDGET, provider: "other" });
});

it("grants nothing while nobody can count", async () => {
  limiter = { kind: "upstash", take: () => Promise.reject(new Error("down")) };
  await expect(take(1)).rejects.toMatchObject({ code: "unavailable" });
});

import { expect, test } from "vitest";
import type { SlidingWindow } from "../../../shared/limits/limit.ts";
import type { RateLimiter } from "../../../shared/ports/rate-limiter.ts";

/** As long as a window may be. */
const WINDOW: SlidingWindow = { kind: "sliding_window", limit: 10, windowMs: 3_600_000 };
/** Verdicts of 4, 6 and 1 out of the window. */
export const VERDICTS = [
  { allowed: true, limit: 10, remaining: 6, resetMs: 1_000 },
  { allowed: true, limit: 10, remaining: 0, resetMs: 1_000 },
  { allowed: false, limit: 10, remaining: 0, resetMs: 1_000 },
] as const;

/**
 * Form of a limiter's verdicts, which is the form of those that tests give. Counting itself is held against a reference
 * in rate-limiter-suite.ts. `open` is called once the test runs.
 */
export function describeRateLimiter(open: () => Promise<RateLimiter>): void {
  test("tells what is left, and of a refusal when it would pass", async () => {
    const limiter = await open();
    const key = `contract:${crypto.randomUUID()}`;
    for (const [i, cost] of [4, 6, 1].entries()) {
      const { pending, ...verdict } = await limiter.take(key, [WINDOW], cost);
      await pending;
      expect(verdict).toEqual({ ...VERDICTS[i]!, resetMs: expect.any(Number) });
      expect(verdict.resetMs).toBeGreaterThan(0);
    }
    expect(limiter.kind).toMatch(/^\w+$/);
  });
}

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Limit } from "../../shared/limits/limit.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { RateLimiter } from "../../shared/ports/rate-limiter.ts";
import { createReferenceLimiter } from "./reference-limiter.ts";

const START_MS = Date.UTC(2026, 0, 15, 12);
// An hour and more, so that nothing expires by Redis's own clock while the test's stands still.
const BUCKET: Limit = { kind: "token_bucket", limit: 12, refill: 3, intervalMs: 600_000 };
const WINDOW: Limit = { kind: "sliding_window", limit: 10, windowMs: 1_200_000 };
const LONG_WINDOW: Limit = { kind: "sliding_window", limit: 25, windowMs: 3_600_000 };
const LIMITS = [BUCKET, WINDOW, LONG_WINDOW];

/** Duties of every rate limiter, whatever it counts in. `make` is called once the test runs. */
export function describeRateLimiter(name: string, make: (clock: Clock) => RateLimiter): void {
  describe(`the ${name} rate limiter`, () => {
    const clock: Clock = { now: () => Date.now(), elapsed: () => Date.now() };
    let limiter: RateLimiter;
    let keys = 0;
    const newKey = () => `test:${name}:${keys++}`;

    beforeAll(() => {
      // Upstash's library reads the system's clock itself.
      vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
      limiter = make(clock);
    });
    afterAll(() => void vi.useRealTimers());

    async function take(key: string, limits: readonly Limit[], cost = 1, of = limiter) {
      const { pending, ...state } = await of.take(key, limits, cost);
      await pending;
      return state;
    }

    it("admits up to the limit, says what is left, and when the next one would pass", async () => {
      vi.setSystemTime(START_MS + 300_000);
      const key = newKey();
      expect(await take(key, [WINDOW], 4)).toEqual({
        allowed: true,
        limit: 10,
        remaining: 6,
        resetMs: 900_000,
      });
      expect(await take(key, [WINDOW], 6)).toMatchObject({ allowed: true, remaining: 0 });
      const refused = await take(key, [WINDOW]);
      expect(refused).toMatchObject({ allowed: false, remaining: 0 });
      vi.setSystemTime(Date.now() + refused.resetMs);
      expect(await take(key, [WINDOW])).toMatchObject({ allowed: true, remaining: 0 });
    });

    it("takes from no limit what any of them refuses", async () => {
      const key = newKey();
      expect(await take(key, LIMITS, 11)).toMatchObject({ allowed: false, limit: 10, remaining: 10 });
      expect(await take(key, LIMITS, 10)).toMatchObject({ allowed: true, remaining: 0 });
      expect(await take(key, [LONG_WINDOW], 15)).toMatchObject({ allowed: true, remaining: 0 });
    });

    it("keeps keys apart", async () => {
      const [one, other] = [newKey(), newKey()];
      await take(one, LIMITS, 10);
      expect(await take(other, LIMITS, 10)).toMatchObject({ allowed: true });
    });

    it("admits exactly the limit of what comes at once", async () => {
      const key = newKey();
      const verdicts = await Promise.all(Array.from({ length: 40 }, () => take(key, [BUCKET, WINDOW])));
      expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(10);
    });

    it("answers as the reference does, whatever is asked and whenever", async () => {
      const step = fc.record({
        advanceMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4_000_000 })),
        cost: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 14 })),
        // A bucket that another limit's refusal filled up again may be refilled a little sooner: not with windows, then.
        limits: fc.constantFrom([BUCKET], [WINDOW], [LONG_WINDOW], [WINDOW, LONG_WINDOW]),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
          const [key, model] = [newKey(), createReferenceLimiter(clock)];
          for (const { advanceMs, cost, limits } of steps) {
            vi.setSystemTime(Date.now() + advanceMs);
            expect(await take(key, limits, cost)).toEqual(await take(key, limits, cost, model));
          }
        }),
        { numRuns: 15 },
      );
    });
  });
}

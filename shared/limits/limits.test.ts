import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tightest } from "./limit.ts";
import { slidingWindowState } from "./sliding-window.ts";
import { refilled, tokenBucketState } from "./token-bucket.ts";

const whole = (max: number, min = 0) => fc.integer({ min, max });

describe("slidingWindowState", () => {
  const window = fc.record({ limit: whole(500, 1), windowMs: whole(5_000, 1) }).chain((shape) =>
    fc.record({
      window: fc.constant({ kind: "sliding_window" as const, ...shape }),
      counts: fc.record({ previous: whole(shape.limit), current: whole(shape.limit) }),
      cost: whole(shape.limit, 1),
      nowMs: whole(100_000),
    }),
  );

  it("a refused request passes after resetMs and not a millisecond earlier", () => {
    fc.assert(
      fc.property(window, ({ window, counts, cost, nowMs }) => {
        const state = slidingWindowState(window, counts, cost, nowMs);
        fc.pre(!state.allowed);
        const at = (ms: number) => {
          const later = Math.floor(ms / window.windowMs) - Math.floor(nowMs / window.windowMs);
          const then = [counts, { previous: counts.current, current: 0 }][later] ?? {
            previous: 0,
            current: 0,
          };
          return slidingWindowState(window, then, cost, ms).allowed;
        };
        expect(state.resetMs).toBeGreaterThan(0);
        expect(at(nowMs + state.resetMs)).toBe(true);
        expect(at(nowMs + state.resetMs - 1)).toBe(false);
      }),
    );
  });

  it("never lets more through than the limit in what it counts", () => {
    fc.assert(
      fc.property(window, ({ window, counts, cost, nowMs }) => {
        const state = slidingWindowState(window, counts, cost, nowMs);
        if (state.allowed) expect(counts.current + cost + state.remaining).toBeLessThanOrEqual(window.limit);
        expect(state.remaining).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("a token bucket", () => {
  const bucket = fc.record({
    kind: fc.constant("token_bucket" as const),
    limit: whole(100, 1),
    refill: whole(20, 1),
    intervalMs: whole(1_000, 1),
  });

  it("a refused request passes after resetMs and not a millisecond earlier", () => {
    fc.assert(
      fc.property(bucket, whole(100), whole(5_000), whole(999), (bucket, tokens, nowMs, ageMs) => {
        const held = {
          tokens: tokens % (bucket.limit + 1),
          refilledAtMs: nowMs - (ageMs % bucket.intervalMs),
        };
        const cost = bucket.limit;
        const state = tokenBucketState(bucket, held, cost, nowMs);
        fc.pre(!state.allowed);
        const at = (ms: number) => tokenBucketState(bucket, refilled(bucket, held, ms), cost, ms).allowed;
        expect(at(nowMs + state.resetMs)).toBe(true);
        expect(at(nowMs + state.resetMs - 1)).toBe(false);
      }),
    );
  });

  it("loses no time: refilled often or once, it holds the same", () => {
    fc.assert(
      fc.property(bucket, fc.array(whole(700), { maxLength: 20 }), (bucket, steps) => {
        const empty = { tokens: 0, refilledAtMs: 0 };
        let [often, nowMs] = [empty, 0];
        for (const step of steps) {
          nowMs += step;
          often = refilled(bucket, often, nowMs);
        }
        expect(often).toEqual(refilled(bucket, empty, nowMs));
      }),
    );
  });
});

describe("tightest", () => {
  const state = (allowed: boolean, remaining: number, resetMs: number) => ({
    allowed,
    limit: 10,
    remaining,
    resetMs,
  });

  it("is the refusal that lasts longest, else the limit nearest to its end", () => {
    expect(tightest([state(true, 0, 9), state(false, 3, 5), state(false, 0, 7)])).toEqual(state(false, 0, 7));
    expect(tightest([state(true, 5, 9), state(true, 2, 1), state(true, 2, 3)])).toEqual(state(true, 2, 1));
    expect(tightest([])).toBeUndefined();
  });
});

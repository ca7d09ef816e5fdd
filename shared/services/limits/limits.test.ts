import { describe, expect, it, vi } from "vitest";
import { ADMITTED, createMemoryRateLimiter } from "../../../tests/support/memory/rate-limiter.ts";
import type { LimitState } from "../../limits/limit.ts";
import { DEFAULT_TIERS, type Tiers } from "../../limits/tier.ts";
import { createTierReader } from "./read-tiers.ts";
import { rememberRefusals } from "./remember-refusals.ts";

function stoppedClock() {
  const time = { ms: 0 };
  return { time, clock: { now: () => time.ms, elapsed: () => time.ms } };
}

describe("rememberRefusals", () => {
  const LIMITS = [{ kind: "sliding_window", limit: 10, windowMs: 60_000 }] as const;

  const REFUSED: LimitState = { allowed: false, limit: 10, remaining: 0, resetMs: 66_000 };

  function setup(...verdicts: readonly LimitState[]) {
    const { time, clock } = stoppedClock();
    const counted = createMemoryRateLimiter(verdicts);
    return { time, takings: counted.takings, limiter: rememberRefusals(counted, clock) };
  }

  it("asks nobody about what was refused, until it would pass", async () => {
    const { time, takings, limiter } = setup(ADMITTED, REFUSED, ADMITTED);
    await limiter.take("key", LIMITS, 10);
    expect(await limiter.take("key", LIMITS, 1)).toMatchObject(REFUSED);
    time.ms = 1_000;
    const again = await limiter.take("key", LIMITS, 1);
    expect(takings).toHaveLength(2);
    expect(again).toMatchObject({ allowed: false, resetMs: REFUSED.resetMs - 1_000 });
    time.ms = REFUSED.resetMs;
    expect(await limiter.take("key", LIMITS, 1)).toMatchObject({ allowed: true });
  });

  it("lets less than the refused cost ask for itself", async () => {
    const { limiter } = setup(ADMITTED, REFUSED, ADMITTED);
    await limiter.take("key", LIMITS, 5);
    expect(await limiter.take("key", LIMITS, 6)).toMatchObject({ allowed: false });
    expect(await limiter.take("key", LIMITS, 5)).toMatchObject({ allowed: true });
  });

  it("forgets the keys refused longest ago, so that its memory is bounded", async () => {
    const { takings, limiter } = setup(...Array<LimitState>(1_002).fill(REFUSED));
    for (let key = 0; key <= 1_000; key++) await limiter.take(`key ${key}`, LIMITS, 11);
    await limiter.take("key 1000", LIMITS, 11);
    expect(takings).toHaveLength(1_001);
    await limiter.take("key 0", LIMITS, 11);
    expect(takings).toHaveLength(1_002);
  });
});

describe("createTierReader", () => {
  const OTHER: Tiers = { ...DEFAULT_TIERS, anon: { perMinute: 1, perHour: 2, burst: null } };

  function setup(read: () => Promise<Tiers>) {
    const { time, clock } = stoppedClock();
    const errors: unknown[] = [];
    const store = { read: vi.fn(read) };
    return {
      time,
      store,
      errors,
      tiers: createTierReader({ tierStore: store, clock }, (e) => errors.push(e)),
    };
  }

  it("reads once for all who ask, and again after a minute without making anybody wait", async () => {
    let answer = OTHER;
    const { time, store, tiers } = setup(async () => answer);
    expect(await Promise.all([tiers(), tiers()])).toEqual([OTHER, OTHER]);
    expect(store.read).toHaveBeenCalledTimes(1);
    answer = DEFAULT_TIERS;
    time.ms = 60_000;
    expect(await tiers()).toBe(OTHER);
    await vi.waitFor(async () => expect(await tiers()).toBe(DEFAULT_TIERS));
    expect(store.read).toHaveBeenCalledTimes(2);
  });

  it("goes on with the defaults, and with the last known, when the table cannot be read", async () => {
    const failure = new Error("down");
    let answer: () => Promise<Tiers> = () => Promise.reject(failure);
    const { time, store, errors, tiers } = setup(() => answer());
    expect(await tiers()).toBe(DEFAULT_TIERS);
    expect(await tiers()).toBe(DEFAULT_TIERS);
    expect(store.read).toHaveBeenCalledTimes(1);
    expect(errors).toEqual([failure]);
    answer = async () => OTHER;
    time.ms = 5_000;
    expect(await tiers()).toBe(OTHER);
    answer = () => Promise.reject(failure);
    time.ms = 65_000;
    await tiers();
    await vi.waitFor(() => expect(errors).toHaveLength(2));
    expect(await tiers()).toBe(OTHER);
  });
});

import { expect, test } from "vitest";
import type { ForecastPair } from "../../../shared/ml/sequential/independent-gains.ts";
import type { CanaryTest, CanaryTestStore } from "../../../shared/ports/canary-test-store.ts";
import { TEST_ACTOR } from "../../support/models.ts";

interface Subject {
  readonly store: CanaryTestStore;
  /** A test under way, of which nothing is counted. */
  readonly test: CanaryTest;
}

const HOUR_MS = 3_600_000;
const FIRST = Date.UTC(2024, 0, 2);
const PAIRS: readonly ForecastPair[] = [0, 1, 2].map((hour) => ({
  symbol: "SYN-CANARY",
  barTs: FIRST + hour * HOUR_MS,
  decidedAt: FIRST + (hour + 1) * HOUR_MS,
  settledAt: FIRST + (hour + 5) * HOUR_MS,
  champion: [0.25, 0.25, 0.5],
  canary: [0.125, 0.125, 0.75],
  outcome: "BUY",
}));
const STATE = { observations: 1, gainSum: 0.5, better: [2, 3, 4], worse: [0.5, 0.25, 1], freeAt: FIRST };

/** Duties of a store of canary tests. `open` is called once a test runs, with the pairs that it is to hold. */
export function describeCanaryTestStore(open: (pairs: readonly ForecastPair[]) => Promise<Subject>): void {
  test("a test under way is found by its canary, and moves on past the bars that were counted", async () => {
    const { store, test: before } = await open(PAIRS);
    const listed = async () =>
      (await store.listOpen()).filter(({ canaryVersion }) => canaryVersion === before.canaryVersion);
    expect(await listed()).toEqual([before]);
    expect(await store.find(before.canaryVersion)).toEqual(before);
    expect(await store.find("none")).toBeUndefined();
    expect(await store.readPairs(before, 10)).toEqual(PAIRS);
    expect(await store.readPairs(before, 2)).toEqual(PAIRS.slice(0, 2));

    const moved = { state: STATE, processedBarTs: PAIRS[1]!.barTs };
    expect(await store.save({ before, ...moved, verdict: undefined, actor: TEST_ACTOR })).toBe(true);
    const after = { ...before, ...moved };
    expect(await listed()).toEqual([after]);
    expect(await store.readPairs(after, 10)).toEqual(PAIRS.slice(2));

    const last = { state: { ...STATE, observations: 2 }, processedBarTs: PAIRS[2]!.barTs };
    const step = { before: after, ...last, verdict: "rollback", actor: TEST_ACTOR } as const;
    expect(await store.save(step)).toBe(true);
    expect(await listed()).toEqual([]);
    const ended = await store.find(before.canaryVersion);
    expect(ended).toEqual({ ...before, ...last, outcome: "rolled_back", endedAt: expect.any(String) });
  });
}

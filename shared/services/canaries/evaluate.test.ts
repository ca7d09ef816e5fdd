import { describe, expect, it } from "vitest";
import { createMemoryCanaryTestStore } from "../../../tests/support/memory/canary-test-store.ts";
import { NOTHING_OBSERVED } from "../../ml/sequential/betting-test.ts";
import type { ForecastPair } from "../../ml/sequential/independent-gains.ts";
import type { CanaryTest } from "../../ports/canary-test-store.ts";
import { evaluateCanaries } from "./evaluate.ts";

const HOUR = 3_600_000;
const TEST: CanaryTest = {
  id: 1,
  universe: "EURUSD",
  timeframe: "1h",
  horizonBars: 12,
  championVersion: "champion",
  canaryVersion: "canary",
  startedAt: "2026-01-01T00:00:00Z",
  state: { ...NOTHING_OBSERVED, freeAt: 0 },
  processedBarTs: undefined,
  outcome: undefined,
  endedAt: undefined,
};

/** Bars whose outcome is known after twelve hours, and on which the canary is surer of it, or less sure. */
function pairs(bars: number, isBetter: boolean): ForecastPair[] {
  const [sure, unsure] = [
    [0.1, 0.2, 0.7],
    [0.4, 0.3, 0.3],
  ];
  return Array.from({ length: bars }, (_, bar) => ({
    symbol: "EURUSD",
    barTs: bar * HOUR,
    decidedAt: (bar + 1) * HOUR,
    settledAt: (bar + 13) * HOUR,
    champion: isBetter ? unsure! : sure!,
    canary: isBetter ? sure! : unsure!,
    outcome: "BUY",
  }));
}

describe("evaluating canaries", () => {
  it("counts one bar of twelve, and acts on nothing yet", async () => {
    const store = createMemoryCanaryTestStore([TEST], pairs(60, true));
    expect(await evaluateCanaries({ canaryTests: store })).toEqual([
      { canaryVersion: "canary", observations: 5, verdict: undefined },
    ]);
    expect(await evaluateCanaries({ canaryTests: store })).toMatchObject([{ observations: 5 }]);
    expect(store.steps).toHaveLength(1);
  });

  it.each([
    [true, "promote", "promoted"],
    [false, "rollback", "rolled_back"],
  ])("acts once, in the test's name, when the canary is better: %s", async (isBetter, verdict, outcome) => {
    const store = createMemoryCanaryTestStore([TEST], pairs(600, isBetter));
    expect(await evaluateCanaries({ canaryTests: store })).toMatchObject([{ verdict }]);
    expect(store.steps).toMatchObject([{ verdict, actor: { kind: "system", id: "betting-e-process" } }]);
    expect(await store.find("canary")).toMatchObject({ outcome });
    expect(await evaluateCanaries({ canaryTests: store })).toEqual([]);
  });

  it("comes to the same however often it looks", async () => {
    const all = pairs(200, true).map((pair, bar) =>
      bar % 3 === 0 ? { ...pair, outcome: "SELL" as const } : pair,
    );
    const atOnce = createMemoryCanaryTestStore([TEST], all);
    await evaluateCanaries({ canaryTests: atOnce });
    let test = TEST;
    for (let bars = 1; bars <= all.length; bars += 7) {
      const store = createMemoryCanaryTestStore([test], all.slice(0, bars));
      await evaluateCanaries({ canaryTests: store });
      test = (await store.find("canary"))!;
    }
    const last = createMemoryCanaryTestStore([test], all);
    await evaluateCanaries({ canaryTests: last });
    expect((await last.find("canary"))!.state).toEqual((await atOnce.find("canary"))!.state);
  });

  it("leaves a step to whoever took it first", async () => {
    const store = createMemoryCanaryTestStore([TEST], pairs(600, true));
    const late = { ...store, save: async () => false };
    expect(await evaluateCanaries({ canaryTests: late })).toMatchObject([
      { observations: 0, verdict: undefined },
    ]);
    expect(await store.listOpen()).toEqual([TEST]);
  });
});

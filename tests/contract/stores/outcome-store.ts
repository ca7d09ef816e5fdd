import { expect, test } from "vitest";
import { createLabelSpec } from "../../../shared/ml/labels/label-spec.ts";
import type { DueOutcome, OutcomeStore } from "../../../shared/ports/outcome-store.ts";

const HOUR_MS = 3_600_000;
const FIRST = Date.UTC(2024, 0, 2);
const WAITING: readonly DueOutcome[] = [0, 1, 2].map((hour) => ({
  symbol: "SYN-DUE",
  timeframe: "1h",
  barTs: FIRST + hour * HOUR_MS,
  labelSpec: createLabelSpec({ horizonBars: 12, barrierMultiple: 1, volatilityWindow: 100 }),
  storedRule: { kind: "triple_barrier", barrier_multiple: 1, volatility_window: 100 },
}));
const OUTCOME = {
  label: "BUY",
  longReturn: 0.01,
  shortReturn: -0.01,
  settledAt: FIRST + 5 * HOUR_MS,
} as const;

/** Duties of a store of outcomes. `open` is called once the test runs; each bar that waits has one prediction. */
export function describeOutcomeStore(open: (waiting: readonly DueOutcome[]) => Promise<OutcomeStore>): void {
  test("names the bars that wait, oldest first, until their outcome is settled, known or not", async () => {
    const store = await open(WAITING);
    expect(await store.listDue(10)).toEqual(WAITING);
    const due = await store.listDue(2);
    expect(due).toEqual(WAITING.slice(0, 2));
    expect(await store.settle([{ due: due[0]!, outcome: OUTCOME }])).toBe(1);
    expect(await store.settle([{ due: due[1]!, outcome: undefined }])).toBe(1);
    expect(await store.listDue(10)).toEqual(WAITING.slice(2));
  });
}

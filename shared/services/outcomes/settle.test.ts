import { describe, expect, it } from "vitest";
import { createMemoryBarStore } from "../../../tests/support/memory/bar-store.ts";
import { createMemoryOutcomeStore } from "../../../tests/support/memory/outcome-store.ts";
import { randomWalkBars } from "../../../tests/support/random-walk-bars.ts";
import { type Bars, sliceBars } from "../../market/bars.ts";
import { createLabelSpec, type LabelSpec } from "../../ml/labels/label-spec.ts";
import { makeLabels } from "../../ml/labels/make-labels.ts";
import { CLASSES } from "../../ml/learner.ts";
import type { DueOutcome } from "../../ports/outcome-store.ts";
import { settleOutcomes } from "./settle.ts";

const HOUR = 3_600_000;
const BARS = randomWalkBars({ rows: 400, seed: 3, start: 0, price: 100, hasVolume: false });
const BARRIERS = createLabelSpec({ horizonBars: 12, volatilityWindow: 50 });
const FIXED = createLabelSpec({ kind: "fixed_horizon", horizonBars: 4, volatilityWindow: 80 });

function due(row: number, labelSpec: LabelSpec = BARRIERS, bars: Bars = BARS): DueOutcome {
  return { symbol: "EURUSD", timeframe: "1h", barTs: bars.ts[row]!, labelSpec, storedRule: {} };
}

async function settle(waiting: readonly DueOutcome[], { bars = BARS, now = 1e12 } = {}) {
  const store = createMemoryBarStore();
  await store.write({ symbol: "EURUSD", timeframe: "1h", bars, onConflict: "skip" });
  const outcomes = createMemoryOutcomeStore(waiting);
  const deps = { bars: store, outcomes, clock: { now: () => now, elapsed: () => 0 } };
  const first = await settleOutcomes(deps);
  return { first, again: () => settleOutcomes(deps), settled: outcomes.settled };
}

describe("outcomes of predictions", () => {
  it.each([
    ["barriers", BARRIERS],
    ["a fixed horizon", FIXED],
  ])("are the labels that training makes of the same bars: %s", async (_, spec) => {
    const labels = makeLabels(BARS, spec, "1h");
    const rows = Array.from({ length: 250 }, (_, i) => i + 90);
    const { first, settled } = await settle(rows.map((row) => due(row, spec)));
    expect(first).toMatchObject({ predictions: rows.length, more: false });
    expect(settled.map(({ outcome }) => outcome)).toEqual(
      rows.map((row) => ({
        label: CLASSES[labels.label[row]!],
        longReturn: labels.longReturn[row],
        shortReturn: labels.shortReturn[row],
        settledAt: BARS.ts[labels.end[row]!]! + HOUR,
      })),
    );
  });

  it("are settled once", async () => {
    const { again, settled } = await settle([due(100), due(200, FIXED)]);
    expect(await again()).toEqual({ predictions: 0, bars: 0, more: false });
    expect(settled).toHaveLength(2);
  });

  it("wait for the whole horizon, and for its last bar to close", async () => {
    const row = 300;
    const until = (bars: number) => sliceBars(BARS, 0, row + 1 + bars);
    expect((await settle([due(row)], { bars: until(11) })).first.predictions).toBe(0);
    expect((await settle([due(row)], { bars: until(12) })).first.predictions).toBe(1);
    const lastOpen = { bars: until(12), now: BARS.ts[row + 12]! + HOUR - 1 };
    expect((await settle([due(row)], lastOpen)).first.predictions).toBe(0);
  });

  it("that can never be known are no longer waited for", async () => {
    const slept = { ...BARS, ts: BARS.ts.map((ts, row) => (row > 200 ? ts + 100 * HOUR : ts)) };
    const { settled } = await settle([due(200, FIXED, slept)], { bars: slept });
    expect(settled).toMatchObject([{ outcome: undefined }]);
  });

  it("are left alone where the predicted bar is not stored", async () => {
    const { first } = await settle([{ ...due(100), barTs: BARS.ts[100]! + 1 }]);
    expect(first).toEqual({ predictions: 0, bars: 0, more: false });
  });
});

import { expect, test } from "vitest";
import { TIMEFRAME_MS } from "../../../market/timeframe.ts";
import type { Samples } from "../rows/samples.ts";
import { splitSamples } from "../rows/split-samples.ts";
import { parseTrainingSpec } from "../spec.ts";
import { foldsOf, planValidation } from "./validation-plan.ts";

const HOUR_MS = TIMEFRAME_MS["1h"];
const DAY_MS = TIMEFRAME_MS["1d"];
const ROWS = 6_000;
const CPCV = { scheme: "cpcv", groups: 4, test_groups: 2 } as const;

/** Hourly rows of one symbol; the outcome of a row is known up to twelve hours later. */
const decidedAt = Float64Array.from({ length: ROWS }, (_, row) => row * HOUR_MS);
const samples = {
  symbol: new Uint16Array(ROWS),
  bar: new Uint32Array(ROWS),
  decidedAt,
  resolvedAt: decidedAt.map((time, row) => time + (1 + (row % 12)) * HOUR_MS),
} as Samples;

const specOf = (validation: object) =>
  parseTrainingSpec({
    symbols: ["AAA"],
    universe: "AAA",
    timeframe: "1h",
    horizonBars: 12,
    modelVersion: "v",
    family: "boosting",
    params: {},
    validation,
    seed: 5,
    featureSetVersion: "f",
    window: { from: null, to: 1 },
    costPerTrade: 0,
    promote: "never",
    requestedAt: 0,
  });

function plan(validation: object) {
  const spec = specOf(validation);
  const { foldAt, histories } = planValidation(samples, spec);
  return { histories, folds: Array.from({ length: foldsOf(spec) }, (_, index) => foldAt(index)) };
}

test.each([
  CPCV,
  { scheme: "walk_forward", folds: 3 },
  { scheme: "walk_forward", folds: 3, window_days: 60 },
])(
  "no fold of %j learns from what its test could tell, nor sees the validation part or the holdout",
  (validation) => {
    const own = new Set(splitSamples(samples, specOf(validation)).train);
    const { folds, histories } = plan(validation);
    // Each fold is part of some history, and there is none besides.
    expect(new Set(histories.flat().map(({ fold }) => fold))).toEqual(new Set(folds.keys()));
    for (const { train, stop, test } of folds) {
      expect([...train, ...stop, ...test].every((row) => own.has(row))).toBe(true);
      const isTested = new Uint8Array(ROWS);
      for (const row of test) isTested.fill(1, row, row + 1 + (row % 12) + 1);
      // Nothing learned from was decided while an outcome of the test was open, or open when one was decided.
      for (const row of [...train, ...stop]) {
        expect(isTested.subarray(row, row + 1 + (row % 12) + 1).some((hit) => hit === 1)).toBe(false);
      }
    }
    const covered = histories.map((parts) => parts.reduce((sum, { from, to }) => sum + to - from, 0));
    if (validation === CPCV) expect(new Set(covered)).toEqual(new Set([own.size]));
  },
);

test("a fold of a rolling window learns from nothing older than the window, and is tested on the same rows", () => {
  const days = 40;
  const expanding = plan({ scheme: "walk_forward", folds: 3 }).folds;
  const rolling = plan({ scheme: "walk_forward", folds: 3, window_days: days }).folds;
  for (const [index, { train, stop, test }] of rolling.entries()) {
    expect(test).toEqual(expanding[index]!.test);
    // The cut lies one embargo, which is a horizon, before the first test row.
    const cut = decidedAt[test[0]!]! - 12 * HOUR_MS;
    const known = [...train, ...stop].map((row) => decidedAt[row]!);
    expect(Math.min(...known)).toBe(cut - days * DAY_MS);
    expect(Math.min(...Array.from(expanding[index]!.train, (row) => decidedAt[row]!))).toBe(0);
  }
});

test("a window that turns out to hold too few rows to learn from is refused by name", () => {
  expect(() => plan({ scheme: "walk_forward", folds: 3, window_days: 20 })).toThrow(
    expect.objectContaining({ code: "not_enough_bars" }),
  );
});

import { describe, expect, test } from "vitest";
import { FX, STOCK } from "../../tests/support/instruments.ts";
import { hasRealBars, readRealBars } from "../../tests/support/real-bars.ts";
import type { Bars } from "../market/bars.ts";
import { zoneOffset } from "../market/zone-offset.ts";
import { computeFeatures } from "./compute-features.ts";
import { FEATURE_SET } from "./feature-set.ts";

/** The stock file has the exchange's wall clock written as UTC. */
function fromWallClock(bars: Bars): Bars {
  const offset = zoneOffset(STOCK.calendar.zone);
  return { ...bars, ts: bars.ts.map((local) => local - offset(local - offset(local))) };
}

/** Every so many rows: some thousand tell a correlation as well as all, neighbours being alike. */
const STRIDE = 7;

/** A column's complete rows, standardised: the sum of products of two is their correlation. */
function standardised(values: Float32Array, rows: number, first: number, feature: number): Float64Array {
  const complete = values.subarray(feature * rows + first, (feature + 1) * rows);
  const column = Float64Array.from(complete.filter((_, row) => row % STRIDE === 0));
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const spread = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return column.map((value) => (spread > 0 ? (value - mean) / spread : 0));
}

describe.skipIf(!hasRealBars)("on real bars (../shared/data)", () => {
  test.each([
    ["eurusd_1h", FX, (bars: Bars) => bars],
    ["spy_1h", STOCK, fromWallClock],
  ] as const)(
    "%s: no constant, and no pair that says the same (|r| > 0.999)",
    (file, instrument, prepare) => {
      const { values, rows, firstCompleteRow } = computeFeatures(
        prepare(readRealBars(file)),
        instrument,
        "1h",
      );
      const living = FEATURE_SET.features
        .map(({ name, category }, f) => ({ name, category, f }))
        .filter(({ category }) => category !== "volume" || instrument.hasVolume)
        .map(({ name, f }) => ({ name, column: standardised(values, rows, firstCompleteRow, f) }));
      expect(
        living.filter(({ column }) => column.every((value) => value === 0)).map(({ name }) => name),
      ).toEqual([]);
      const twins = living.flatMap((a, i) =>
        living.slice(i + 1).flatMap((b) => {
          let correlation = 0;
          for (let row = 0; row < a.column.length; row++) correlation += a.column[row]! * b.column[row]!;
          return Math.abs(correlation) > 0.999 ? [`${a.name} ${b.name}`] : [];
        }),
      );
      expect(twins).toEqual([]);
    },
  );
});

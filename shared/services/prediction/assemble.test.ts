import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryBarStore } from "../../../tests/support/memory/bar-store.ts";
import { randomWalkBars } from "../../../tests/support/random-walk-bars.ts";
import { RETURN_FEATURES } from "../../../tests/support/training-fixture.ts";
import { computeFeatures, lookbackOf } from "../../features/compute-features.ts";
import { createFeatureSet } from "../../features/feature-set.ts";
import { sliceBars } from "../../market/bars.ts";
import type { Instrument } from "../../market/instrument.ts";
import { createLabelSpec } from "../../ml/labels/label-spec.ts";
import { assembleFeatures, readBarView } from "./assemble.ts";
import { readNewestBar } from "./resolve.ts";

const HOUR_MS = 3_600_000;
const ROWS = 400;
const WIDTH = RETURN_FEATURES.features.length;
const bars = randomWalkBars({ rows: ROWS, seed: 1 });
const labelSpec = createLabelSpec({ horizonBars: 12 });
const instrument: Instrument = {
  symbol: "AAA",
  assetClass: "synthetic",
  tickSize: 0.01,
  hasVolume: true,
  calendar: { zone: "UTC", sessions: [] },
};

async function newestOf(count: number, sequenceLength: number) {
  const store = createMemoryBarStore();
  await store.write({ symbol: "AAA", timeframe: "1h", bars: sliceBars(bars, 0, count), onConflict: "skip" });
  const clock = { now: () => bars.ts[count - 1]! + HOUR_MS, elapsed: () => 0 };
  const bar = await readNewestBar({ bars: store, clock }, { symbol: "AAA", timeframe: "1h" });
  const view = await readBarView(
    { bars: store, featureSet: RETURN_FEATURES },
    { instrument, timeframe: "1h", labelSpec, sequenceLength, bar },
  );
  return { ...view, ts: bar.ts };
}

/** The features that a training reads for the bar. */
function trainedOn(bar: number, sequenceLength: number): number[] {
  const { rows, values } = computeFeatures(bars, instrument, "1h", RETURN_FEATURES);
  return Array.from({ length: sequenceLength * WIDTH }, (_, i) => {
    const row = bar - sequenceLength + 1 + Math.floor(i / WIDTH);
    return values[(i % WIDTH) * rows + row]!;
  });
}

test.each([1, 2, 48, 200])(
  "a sequence of %d bars is served as it is learned from",
  async (sequenceLength) => {
    for (const count of [ROWS, ROWS - 1, ROWS - 100]) {
      const { features, ts } = await newestOf(count, sequenceLength);
      expect(ts).toBe(bars.ts[count - 1]);
      expect(features).toEqual(trainedOn(count - 1, sequenceLength));
    }
  },
);

test("a sequence that the bars do not fill is refused, never padded", async () => {
  const length = 150;
  await expect(newestOf(length, length)).resolves.toMatchObject({ ts: bars.ts[length - 1] });
  await expect(newestOf(length - 1, length)).rejects.toMatchObject({ code: "not_enough_bars" });
});

test("a bar of the sequence that lacks some features has them missing", async () => {
  const count = 120;
  const { features } = await newestOf(count, count);
  const missing = features.filter((value) => value === null).length;
  expect(missing).toBe(RETURN_FEATURES.features.reduce((sum, { lookback }) => sum + lookback - 1, 0));
  expect(missing).toBeLessThan(lookbackOf(RETURN_FEATURES) * WIDTH);
});

/** Features of the given names; their values are given too. */
const setOf = (names: readonly string[]) =>
  createFeatureSet(
    names.map((name) => ({
      name,
      category: "price",
      doc: name,
      lookback: 1,
      compute: ({ bars }) => bars.close,
    })),
  );
const SET = setOf(["a", "b", "c"]);

test("given values stand in for computed ones, and what neither tells is imputed", () => {
  const row = assembleFeatures(SET, [1, null, null], { a: 9, b: 0.1 });
  expect(Array.from(row.values)).toEqual([9, Math.fround(0.1), Number.NaN]);
  expect(row.byName).toEqual({ a: 9, b: Math.fround(0.1), c: null });
  expect(row.imputed).toEqual(["c"]);
});

test("every feature is either used or imputed, never both", () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 20 });
  const value = fc.option(fc.float({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(names, fc.array(value, { minLength: 20, maxLength: 20 }), (all, computed) => {
      const { byName, imputed } = assembleFeatures(setOf(all), computed.slice(0, all.length), {});
      for (const [f, name] of all.entries()) {
        // JSON knows no -0.
        expect(byName[name]).toBe(JSON.parse(JSON.stringify(computed[f])));
        expect(imputed.includes(name)).toBe(computed[f] === null);
      }
    }),
  );
});

test("every faulty value is pointed at, with the name as a JSON pointer", () => {
  const given = { "x/y~z": 1, a: 1e300, b: 2 };
  expect(() => assembleFeatures(SET, [], given)).toThrow(
    expect.objectContaining({
      code: "invalid_request",
      errors: [
        { pointer: "/features/x~1y~0z", detail: "is no feature of this set" },
        { pointer: "/features/a", detail: "is beyond float32" },
      ],
    }),
  );
});

test("a name that objects inherit is no feature", () => {
  expect(() => assembleFeatures(SET, [], { toString: 1 })).toThrow("/features/toString");
});

test("of a sequence the newest bar is named and may be stood in for; what is missing at any bar is imputed", () => {
  const row = assembleFeatures(SET, [1, null, 3, 4, 5, 6], { a: 9 });
  expect(Array.from(row.values)).toEqual([1, Number.NaN, 3, 9, 5, 6]);
  expect(row.byName).toEqual({ a: 9, b: 5, c: 6 });
  expect(row.imputed).toEqual(["b"]);
  expect(row.window).toEqual([1, null, 3]);
});

test("a model's input comes back from the log as it was, to the bit", () => {
  const value = fc.option(fc.float({ noNaN: true, noDefaultInfinity: true }), { nil: null });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 6, maxLength: 6 }),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      (computed, a) => {
        const row = assembleFeatures(SET, computed, { a });
        const { byName, window } = JSON.parse(JSON.stringify(row));
        const stored = [...window, byName.a, byName.b, byName.c];
        const again = Float32Array.from(stored, (one) => one ?? Number.NaN);
        expect(new Uint32Array(again.buffer)).toEqual(new Uint32Array(row.values.slice().buffer));
      },
    ),
  );
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CRYPTO, FX, STOCK } from "../../tests/support/instruments.ts";
import { featuresThatLookAhead } from "../../tests/support/look-ahead.ts";
import { randomWalkBars } from "../../tests/support/random-walk-bars.ts";
import { type Bars, sliceBars } from "../market/bars.ts";
import type { Instrument } from "../market/instrument.ts";
import { resample } from "../market/resample.ts";
import { TIMEFRAME_MS, type Timeframe } from "../market/timeframe.ts";
import { computeFeatures, latestFeatures, lookbackOf } from "./compute-features.ts";
import { FEATURE_CATEGORIES, type FeatureDefinition, featuresOf } from "./feature.ts";
import { FeatureInputs } from "./feature-inputs.ts";
import { createFeatureSet, FEATURE_SET } from "./feature-set.ts";

const { features } = FEATURE_SET;
const TIMEFRAMES: Timeframe[] = ["1m", "5m", "15m", "1h", "4h", "1d"];
const SERVED_BARS = 300;

const walk = (rows: number, seed: number, timeframe: Timeframe = "1h") =>
  randomWalkBars({ rows, seed, stepMs: TIMEFRAME_MS[timeframe], start: Date.UTC(2024, 1, 20) });

/** Every feature's newest value from the given bars, before rounding. */
function newest(bars: Bars, instrument: Instrument, timeframe: Timeframe): number[] {
  const inputs = new FeatureInputs(bars, instrument, timeframe);
  return features.map(({ compute }) => compute(inputs).at(-1)!);
}

function expectSame(actual: readonly number[], wanted: readonly number[], tolerance: number): void {
  const different = features.filter(
    (_, f) => !(Math.abs(actual[f]! - wanted[f]!) <= tolerance * Math.max(1, Math.abs(wanted[f]!))),
  );
  expect(different.map(({ name }) => name)).toEqual([]);
}

describe("the list", () => {
  test("holds at least 120 features, and as many of each kind as were asked for", () => {
    const wanted = {
      price: 20,
      technical: 40,
      volume: 15,
      time: 10,
      volatility: 10,
      statistical: 15,
      pattern: 10,
    };
    expect(features.length).toBeGreaterThanOrEqual(120);
    for (const [category, count] of Object.entries(wanted))
      expect(features.filter((f) => f.category === category).length, category).toBeGreaterThanOrEqual(count);
    expect(new Set(features.map(({ category }) => category))).toEqual(new Set(FEATURE_CATEGORIES));
  });

  test("a version names the definition: the order, the names, the words and the memory", () => {
    const [first, second] = features as [FeatureDefinition, FeatureDefinition];
    const version = (...list: FeatureDefinition[]) => createFeatureSet(list).version;
    expect(version(first, second)).toBe(version({ ...first }, { ...second }));
    const others = [
      version(second, first),
      version(first),
      version({ ...first, doc: "other" }, second),
      version({ ...first, lookback: 1 }, second),
    ];
    expect(new Set([version(first, second), ...others]).size).toBe(5);
  });

  test("a name stands once", () => {
    expect(() => createFeatureSet([features[0]!, features[0]!])).toThrow("stands twice");
  });
});

describe.each(TIMEFRAMES)("on %s bars", (timeframe) => {
  test.each([STOCK, FX, CRYPTO])(
    "$symbol: the newest values need no more than the declared lookback",
    (instrument) => {
      const bars = walk(700, 3, timeframe);
      const whole = newest(bars, instrument, timeframe);
      expectSame(newest(sliceBars(bars, -SERVED_BARS), instrument, timeframe), whole, 1e-9);
      const alone = features.map(
        ({ lookback, compute }) =>
          compute(new FeatureInputs(sliceBars(bars, -lookback), instrument, timeframe)).at(-1)!,
      );
      expectSame(alone, whole, 1e-9);
    },
  );

  test.each([STOCK, FX, CRYPTO])(
    "$symbol: every value is a finite number once the lookback is filled",
    (instrument) => {
      for (const volatility of [0.002, 0]) {
        const bars = randomWalkBars({ rows: 500, seed: 1, stepMs: TIMEFRAME_MS[timeframe], volatility });
        const { rows, values, names, firstCompleteRow } = computeFeatures(bars, instrument, timeframe);
        expect(firstCompleteRow).toBe(lookbackOf(FEATURE_SET) - 1);
        const broken = names.filter((_, f) =>
          values
            .subarray(f * rows + firstCompleteRow, (f + 1) * rows)
            .some((value) => !Number.isFinite(value)),
        );
        expect(broken).toEqual([]);
      }
    },
  );
});

describe("no look-ahead", () => {
  const bars = walk(600, 7);
  /** Random cuts, and all of one week: session edges and the edges of the higher timeframe among them. */
  const cuts = [
    ...fc.sample(fc.integer({ min: 1, max: 600 }), { numRuns: 60, seed: 1 }),
    ...Array.from({ length: 140 }, (_, i) => 400 + i),
  ];

  test.each([STOCK, FX])("$symbol: 200 cuts change no value before them", (instrument) => {
    expect(featuresThatLookAhead(features, bars, cuts, instrument, "1h")).toEqual([]);
  });

  test("planted offenders are caught", () => {
    const plant = featuresOf("statistical");
    const offenders = [
      plant("full_sample_rank", 1, "", ({ bars: { close } }) => {
        const sorted = close.slice().sort();
        return close.map((value) => sorted.indexOf(value) / close.length);
      }),
      plant("centred_mean", 2, "", ({ bars: { close } }) =>
        close.map((value, i) => (close[i - 1]! + value + (close[i + 1] ?? value)) / 3),
      ),
      plant("unclosed_higher_bar", 1, "", (inputs) => {
        const day = resample(inputs.bars, "1h", "1d", STOCK.calendar);
        return inputs.each((row) => day.bars.close[day.completed[row]!] ?? 0);
      }),
    ];
    const found = featuresThatLookAhead([...offenders, features[0]!], bars, cuts.slice(0, 20), STOCK, "1h");
    expect(found.toSorted()).toEqual(offenders.map(({ name }) => name).toSorted());
  });
});

describe("scale", () => {
  const times = (column: Float64Array, factor: number) => column.map((value) => value * factor);

  test.each([2 ** -20, 2 ** -7, 2 ** 10, 2 ** 30])("prices times %d make the same features", (factor) => {
    const bars = walk(400, 5);
    const scaled = {
      ...bars,
      open: times(bars.open, factor),
      high: times(bars.high, factor),
      low: times(bars.low, factor),
      close: times(bars.close, factor),
    };
    expectSame(newest(scaled, STOCK, "1h"), newest(bars, STOCK, "1h"), 1e-9);
  });

  test("volume counted in other units makes the same features", () => {
    const bars = walk(400, 5);
    const scaled = { ...bars, volume: times(bars.volume, 2 ** 12) };
    expectSame(newest(scaled, STOCK, "1h"), newest(bars, STOCK, "1h"), 1e-9);
  });
});

describe("computeFeatures", () => {
  test("a feed without volume gives the constant 0 for volume features, whatever stands in the column", () => {
    const { rows, values } = computeFeatures(walk(500, 1), FX, "1h");
    features.forEach(({ category, lookback }, f) => {
      if (category !== "volume") return;
      const column = values.subarray(f * rows, (f + 1) * rows);
      expect(column.subarray(lookback - 1).every((value) => value === 0)).toBe(true);
    });
  });

  test("values stand feature by feature, as float32, NaN in warm-up", () => {
    const bars = walk(250, 2);
    const { rows, names, values } = computeFeatures(bars, STOCK, "1h");
    const f = names.indexOf("high_low_spread");
    const spread = (bars.high[9]! - bars.low[9]!) / bars.close[9]!;
    expect(values[f * rows + 9]).toBe(Math.fround(spread));
    const slow = names.indexOf("sma_distance_200");
    expect(values[slow * rows + 198]).toBeNaN();
    expect(values[slow * rows + 199]).not.toBeNaN();
  });

  test.each([0, 1, 5, 60])("%i bars are no complete row", (rows) => {
    const matrix = computeFeatures(walk(rows, 1), STOCK, "1h");
    expect([matrix.rows, matrix.firstCompleteRow]).toEqual([rows, rows]);
  });

  test("a set of one's own has its own memory", () => {
    const set = createFeatureSet(features.filter(({ name }) => name === "rsi_14"));
    expect(computeFeatures(walk(30, 1), STOCK, "1h", set)).toMatchObject({
      names: ["rsi_14"],
      firstCompleteRow: 14,
    });
  });
});

describe("latestFeatures", () => {
  test.each([STOCK, FX])(
    "$symbol: the last row of the matrix, up to the last digit of float32",
    (instrument) => {
      const bars = walk(500, 9);
      const { rows, values } = computeFeatures(bars, instrument, "1h");
      const latest = latestFeatures(sliceBars(bars, -SERVED_BARS), instrument, "1h");
      features.forEach(({ name }, f) => {
        const wanted = values[f * rows + rows - 1]!;
        expect(Math.abs(latest[f]! - wanted), name).toBeLessThanOrEqual(2 ** -23 * Math.abs(wanted) + 1e-9);
      });
    },
  );

  test.each(TIMEFRAMES)("%s: the bits of the last rows of the whole", (timeframe) => {
    fc.assert(
      fc.property(
        fc.constantFrom(STOCK, FX, CRYPTO),
        fc.integer(),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 60 }),
        (instrument, seed, count, more) => {
          const bars = walk(lookbackOf(FEATURE_SET) + count - 1 + more, seed, timeframe);
          const { rows, values } = computeFeatures(bars, instrument, timeframe);
          const whole = Float32Array.from({ length: count * features.length }, (_, i) => {
            const row = rows - count + Math.floor(i / features.length);
            return values[(i % features.length) * rows + row]!;
          });
          const latest = latestFeatures(bars, instrument, timeframe, FEATURE_SET, count);
          expect(new Uint32Array(latest.buffer)).toEqual(new Uint32Array(whole.buffer));
        },
      ),
      { numRuns: 30 },
    );
  });

  test("too few bars are refused", () => {
    expect(() => latestFeatures(walk(249, 1), STOCK, "1h")).toThrow("250 bars are needed");
  });
});

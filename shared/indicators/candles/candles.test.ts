import { describe, expect, test } from "vitest";
import { CANDLE_SERIES, type CandleGoldens } from "../../../tests/oracles/candle-cases.ts";
import { readCandleSeries } from "../../../tests/oracles/read-candles.ts";
import { readGolden } from "../../../tests/oracles/read-golden.ts";
import { HAS_QUOTES } from "../../../tests/oracles/read-quotes.ts";
import { CATALOGUE } from "../catalogue.ts";
import { computeConfirmed } from "../compute.ts";
import type { Indicator } from "../definition.ts";
import type { IndicatorBars } from "../indicator-bars.ts";

const patterns = CATALOGUE.filter(({ category }) => category === "candle pattern");
const talibName = ({ source }: Indicator) => /CDL\w+/.exec(source)![0];
const signals = (pattern: Indicator, bars: IndicatorBars) =>
  Array.from(computeConfirmed(pattern, bars).signal!);
const named = patterns.map((pattern) => [pattern.id, pattern] as const);

test("all 61 patterns of TA-Lib, each once, and each found somewhere", () => {
  const goldens = readGolden<CandleGoldens>("candles");
  expect(patterns.length).toBe(61);
  expect(patterns.map(talibName).sort()).toEqual(Object.keys(goldens[0]!).sort());
  for (const name of patterns.map(talibName)) {
    expect(
      goldens.some((golden) => golden[name]!.found.length > 0),
      name,
    ).toBe(true);
  }
});

describe.each(CANDLE_SERIES.map((bars, series) => ({ bars, series })))(
  "synthetic series $series",
  ({ bars, series }) => {
    const golden = readGolden<CandleGoldens>("candles")[series]!;

    test.each(named)("%s is TA-Lib's", (_, pattern) => {
      const { begin, found } = golden[talibName(pattern)]!;
      const expected = new Array<number>(bars.close.length).fill(0).fill(Number.NaN, 0, begin);
      // Later versions of TA-Lib also give ±80, where a body only touches the other's edge: no pattern by definition.
      for (const [bar, signal] of found) expected[bar] = Math.abs(signal) === 80 ? 0 : signal;
      expect(signals(pattern, bars).map((signal) => signal + 0)).toEqual(expected);
    });
  },
);

describe.skipIf(!HAS_QUOTES)("golden series (../shared/data/goldens; skipped where absent)", () => {
  describe.each(["eurusd", "ewz", "spy"])("%s", (series) => {
    const { bars, patterns: columns } = HAS_QUOTES
      ? readCandleSeries(series)
      : { bars: undefined, patterns: new Map() };

    test.each(named)("%s is exact", (_, pattern) => {
      const expected: Float64Array = columns.get(talibName(pattern));
      expect(signals(pattern, bars!).map((signal) => signal + 0)).toEqual(Array.from(expected));
    });
  });
});

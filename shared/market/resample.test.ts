import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CRYPTO, FX, STOCK } from "../../tests/support/instruments.ts";
import { randomWalkBars } from "../../tests/support/random-walk-bars.ts";
import { type Bars, sliceBars } from "./bars.ts";
import { resample } from "./resample.ts";
import { TIMEFRAME_MS, type Timeframe } from "./timeframe.ts";

const [STOCK_HOURS, FX_HOURS, ALWAYS] = [STOCK.calendar, FX.calendar, CRYPTO.calendar];

/** Bars at the given times only. */
function barsAt(...isoTimes: string[]): Bars {
  const bars = randomWalkBars({ rows: isoTimes.length, seed: 1 });
  return { ...bars, ts: Float64Array.from(isoTimes, (iso) => Date.parse(iso)) };
}
const isoOf = (bars: Bars) => Array.from(bars.ts, (ts) => new Date(ts).toISOString().slice(0, 16));

/** A random walk with some bars missing. */
const gappy = fc
  .tuple(fc.nat(10_000), fc.nat(500), fc.array(fc.boolean(), { minLength: 30, maxLength: 300 }))
  .map(([seed, offset, kept]) => {
    const start = Date.UTC(2024, 2, 1) + offset * 900_000;
    const bars = randomWalkBars({ rows: kept.length, seed, start, stepMs: 900_000 });
    const keep = (column: Float64Array) => column.filter((_, i) => kept[i]);
    return Object.fromEntries(
      Object.entries(bars).map(([name, column]) => [name, keep(column)]),
    ) as unknown as Bars;
  });

describe("resample", () => {
  test.each(["1h", "4h", "1d"] as Timeframe[])("15m -> %s: what is joined by hand from the grid", (to) => {
    fc.assert(
      fc.property(gappy, (bars) => {
        const groups = new Map<number, number[]>();
        bars.ts.forEach((ts, row) => {
          const index = Math.floor(ts / TIMEFRAME_MS[to]);
          groups.set(index, [...(groups.get(index) ?? []), row]);
        });
        const { bars: joined } = resample(bars, "15m", to, ALWAYS);
        expect(joined.ts.length).toBe(groups.size);
        [...groups].forEach(([index, rows], i) => {
          expect(joined.ts[i]).toBe(index * TIMEFRAME_MS[to]);
          expect(joined.open[i]).toBe(bars.open[rows[0]!]);
          expect(joined.close[i]).toBe(bars.close[rows.at(-1)!]);
          expect(joined.high[i]).toBe(Math.max(...rows.map((row) => bars.high[row]!)));
          expect(joined.low[i]).toBe(Math.min(...rows.map((row) => bars.low[row]!)));
          expect(joined.volume[i]).toBe(rows.reduce((sum, row) => sum + bars.volume[row]!, 0));
        });
      }),
    );
  });

  // Stocks trade before the open in hours that reach into the session: those cannot be told apart again.
  test.each([ALWAYS, FX_HOURS])("in steps or at once, the same bars ($zone)", (calendar) => {
    fc.assert(
      fc.property(gappy, (bars) => {
        const hourly = resample(bars, "15m", "1h", calendar).bars;
        expect(resample(hourly, "1h", "4h", calendar).bars).toEqual(
          resample(bars, "15m", "4h", calendar).bars,
        );
      }),
    );
  });

  test.each([ALWAYS, STOCK_HOURS, FX_HOURS])(
    "what is complete never changes when more bars come ($zone)",
    (calendar) => {
      fc.assert(
        fc.property(gappy, fc.nat(300), fc.constantFrom<Timeframe>("1h", "4h", "1d"), (bars, cut, to) => {
          const whole = resample(bars, "15m", to, calendar);
          const known = resample(sliceBars(bars, 0, cut), "15m", to, calendar);
          const rows = Math.min(cut, bars.ts.length);
          expect(known.completed).toEqual(whole.completed.subarray(0, rows));
          const complete = known.completed.at(-1) ?? 0;
          expect(sliceBars(known.bars, 0, complete)).toEqual(sliceBars(whole.bars, 0, complete));
          expect(known.lastIsPartial).toBe(complete < known.bars.ts.length);
        }),
      );
    },
  );

  test("four-hour bars of stocks begin with the session and end with it, in winter and in summer", () => {
    const day = (date: string, open: string, mid: string, late: string) =>
      barsAt(`${date}T${open}Z`, `${date}T${mid}Z`, `${date}T${late}Z`);
    const winter = resample(day("2024-03-08", "14:30", "18:30", "20:45"), "15m", "4h", STOCK_HOURS);
    expect(isoOf(winter.bars)).toEqual(["2024-03-08T14:30", "2024-03-08T18:30"]);
    expect(winter.lastIsPartial).toBe(false);
    const summer = resample(day("2024-03-11", "13:30", "17:30", "19:30"), "15m", "4h", STOCK_HOURS);
    expect(isoOf(summer.bars)).toEqual(["2024-03-11T13:30", "2024-03-11T17:30"]);
    expect(summer.lastIsPartial).toBe(true);
  });

  test("hourly bars on the hour join the session they reach into", () => {
    const bars = barsAt("2024-03-11T13:00Z", "2024-03-11T14:00Z", "2024-03-11T17:00Z", "2024-03-11T18:00Z");
    const { bars: joined, completed } = resample(bars, "1h", "4h", STOCK_HOURS);
    expect(isoOf(joined)).toEqual(["2024-03-11T13:00", "2024-03-11T17:30"]);
    expect([...completed]).toEqual([0, 0, 1, 1]);
  });

  test("an FX day runs from five to five in New York, and Friday's ends the week", () => {
    const bars = barsAt("2024-03-10T21:00Z", "2024-03-11T20:00Z", "2024-03-11T21:00Z", "2024-03-12T10:00Z");
    const { bars: days, completed, lastIsPartial } = resample(bars, "1h", "1d", FX_HOURS);
    expect(isoOf(days)).toEqual(["2024-03-10T21:00", "2024-03-11T21:00"]);
    expect([[...completed], lastIsPartial]).toEqual([[0, 1, 1, 1], true]);
  });

  test("bars outside the sessions make no daily bars", () => {
    const bars = barsAt("2024-03-11T12:00Z", "2024-03-11T14:00Z", "2024-03-11T22:00Z");
    const { bars: days, completed } = resample(bars, "15m", "1d", STOCK_HOURS);
    expect(days.open[0]).toBe(bars.open[1]);
    expect([days.ts.length, ...completed]).toEqual([1, 0, 0, 0]);
  });

  test("no bars, no bars", () => {
    expect(resample(barsAt(), "1h", "1d", FX_HOURS)).toMatchObject({ lastIsPartial: false });
  });

  test.each([
    ["1h", "1h"],
    ["1h", "15m"],
  ] as [Timeframe, Timeframe][])("%s bars do not make %s bars", (from, to) => {
    expect(() => resample(barsAt(), from, to, FX_HOURS)).toThrow(`${from} bars do not make ${to} bars`);
  });
});

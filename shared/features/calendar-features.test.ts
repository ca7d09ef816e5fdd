import { describe, expect, test } from "vitest";
import { CRYPTO, FX, STOCK } from "../../tests/support/instruments.ts";
import { randomWalkBars } from "../../tests/support/random-walk-bars.ts";
import { type Bars, emptyBars } from "../market/bars.ts";
import type { Instrument } from "../market/instrument.ts";
import { resample } from "../market/resample.ts";
import type { Timeframe } from "../market/timeframe.ts";
import { FeatureInputs } from "./feature-inputs.ts";
import { FEATURE_SET } from "./feature-set.ts";

/** One feature's column. */
function compute(name: string, bars: Bars, instrument: Instrument, timeframe: Timeframe): Float64Array {
  const feature = FEATURE_SET.features.find((candidate) => candidate.name === name);
  return feature!.compute(new FeatureInputs(bars, instrument, timeframe));
}

/** Bars with these prices, [open, high, low, close]. */
function barsOf(...rows: [number, number, number, number][]): Bars {
  const bars = emptyBars(rows.length);
  rows.forEach(([open, high, low, close], row) => {
    bars.ts[row] = row * 3_600_000;
    bars.open[row] = open;
    bars.high[row] = high;
    bars.low[row] = low;
    bars.close[row] = close;
  });
  return bars;
}

const barsAt = (...isoTimes: string[]): Bars => ({
  ...emptyBars(isoTimes.length),
  ts: Float64Array.from(isoTimes, (iso) => Date.parse(iso)),
});

describe("candles", () => {
  test("engulfing: a body that covers the opposite one before it", () => {
    const bars = barsOf([10, 11, 8, 9], [8.5, 12, 8, 11], [11.5, 12, 8, 8], [8, 9, 8, 9]);
    expect([...compute("engulfing", bars, CRYPTO, "1h")].slice(1)).toEqual([1, -1, 0]);
  });

  test("outside bar: beyond both ends of the bar before, with the sign of its body", () => {
    const bars = barsOf([10, 11, 9, 10], [10, 12, 8, 11], [11, 13, 7, 8], [8, 9, 8, 9]);
    expect([...compute("outside_bar", bars, CRYPTO, "1h")].slice(1)).toEqual([1, -1, 0]);
  });
});

describe("time, on the instrument's own clock", () => {
  test.each([
    ["hour_sin", "2024-03-11T10:00Z", STOCK, 1],
    ["hour_cos", "2024-03-11T16:00Z", STOCK, -1],
    ["session_progress", "2024-03-11T16:45Z", STOCK, 0.5],
    ["session_edge", "2024-03-11T16:45Z", STOCK, 0.5],
    ["session_progress", "2024-03-11T09:00Z", FX, 0.5],
    ["day_of_week", "2024-03-10T22:00Z", FX, 1],
    ["day_of_week", "2024-03-10T22:00Z", CRYPTO, 0],
    ["month_progress", "2024-02-29T12:00Z", CRYPTO, 29 / 31],
    ["week_sin", "2024-03-10T12:00Z", CRYPTO, 0],
    ["week_cos", "2024-03-10T12:00Z", CRYPTO, 1],
  ] as const)("%s at %s", (name, iso, instrument, wanted) => {
    expect(compute(name, barsAt(iso), instrument, "15m")[0]).toBeCloseTo(wanted, 12);
  });

  test("the season turns once a year", () => {
    const days = barsAt("2023-03-01T00:00Z", "2024-02-29T00:00Z", "2023-08-30T00:00Z");
    const [sine, cosine] = ["year_sin", "year_cos"].map((name) => compute(name, days, CRYPTO, "1d"));
    expect(sine![1]).toBeCloseTo(sine![0]!, 1);
    expect(cosine![2]).toBeCloseTo(-cosine![0]!, 1);
  });

  test("the first bar of a trading day, and how long the market was closed before it", () => {
    const bars = barsAt("2024-03-08T20:45Z", "2024-03-11T13:30Z", "2024-03-11T13:45Z");
    expect([...compute("is_session_start", bars, STOCK, "15m")].slice(1)).toEqual([1, 0]);
    const waited = compute("time_since_bar", bars, STOCK, "15m");
    expect(waited[1]).toBeCloseTo(Math.log(64.75), 12);
    expect(waited[2]).toBeCloseTo(Math.log(0.25), 12);
  });
});

describe("the higher timeframe", () => {
  const DAY_MS = 86_400_000;
  const bars = randomWalkBars({ rows: 400, seed: 4 });
  const row = 397;
  /** The days that were over when the bar of that row closed, by the calendar alone. */
  const now = bars.ts[row]! + 3_600_000;
  const all = resample(bars, "1h", "1d", CRYPTO.calendar).bars;
  const days = Array.from(all.ts.keys())
    .filter((day) => all.ts[day]! + DAY_MS <= now)
    .slice(-6);
  const over = (column: Float64Array) => days.map((day) => column[day]!);
  const [high, low, close] = [over(all.high), over(all.low), over(all.close)];
  const range = high.slice(1).reduce((sum, top, i) => sum + top - low[i + 1]!, 0) / 5;
  const price = bars.close[row]!;
  const mean = close.slice(1).reduce((sum, value) => sum + value, 0) / 5;
  const [top, bottom] = [Math.max(...high.slice(1)), Math.min(...low.slice(1))];

  test.each([
    ["higher_return_1", (close[5]! - close[4]!) / range],
    ["higher_return_5", (close[5]! - close[0]!) / range],
    ["higher_distance_to_close", (price - close[5]!) / range],
    ["higher_distance_to_high", (price - high[5]!) / range],
    ["higher_distance_to_low", (price - low[5]!) / range],
    ["higher_distance_to_mean", (price - mean) / range],
    ["higher_range_position", (price - bottom) / (top - bottom)],
    ["higher_close_location", (2 * close[5]! - high[5]! - low[5]!) / (high[5]! - low[5]!)],
    ["higher_range_ratio", (high[5]! - low[5]!) / range],
  ])("%s, from the six days that are over", (name, wanted) => {
    expect(compute(name, bars, CRYPTO, "1h")[row]).toBeCloseTo(wanted, 10);
  });

  test("daily bars look up to trading weeks, which are over with Friday's bar", () => {
    const weekdays = Array.from({ length: 70 }, (_, i) => Date.UTC(2024, 0, 1) + i * DAY_MS).filter((ts) => {
      const day = new Date(ts).getUTCDay();
      return day > 0 && day < 6;
    });
    const daily = { ...randomWalkBars({ rows: weekdays.length, seed: 8 }), ts: Float64Array.from(weekdays) };
    const distance = compute("higher_distance_to_close", daily, STOCK, "1d");
    expect([distance[44], distance[49]]).toEqual([0, 0]);
    expect(distance[48]).not.toBe(0);
  });
});

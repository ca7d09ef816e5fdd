import { describe, expect, test } from "vitest";
import type { Bars } from "../../shared/market/bars.ts";
import { generateBars, MARKET_START } from "./generate-bars.ts";
import { MARKET_PROFILES } from "./market-profiles.ts";
import { HOUR_MS, hourOfDay } from "./trading-hours.ts";

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(x: Float64Array, y: Float64Array): number {
  const [mx, my] = [mean(x), mean(y)];
  const covariance = mean(x.map((value, i) => (value - mx) * (y[i]! - my)));
  return covariance / Math.sqrt(mean(x.map((v) => (v - mx) ** 2)) * mean(y.map((v) => (v - my) ** 2)));
}

const autocorrelation = (x: Float64Array, lag: number) => correlation(x.subarray(lag), x.subarray(0, -lag));

/**
 * Correlation of the signs of a move over 20 bars and of the next 4 hours, where recent volume over that of 100 bars is
 * as said: two features that anybody would try, and neither shows anything alone.
 */
function continuation({ close, volume }: Bars, isWanted: (ratio: number) => boolean): number {
  const rows = Array.from(close.keys()).filter((row) => {
    const average = (bars: number) => mean(volume.subarray(row + 1 - bars, row + 1));
    return row >= 100 && row + 4 < close.length && isWanted(average(20) / average(100));
  });
  const sign = (from: number, to: number) => Math.sign(close[to]! - close[from]!);
  return mean(Float64Array.from(rows, (row) => sign(row - 20, row) * sign(row, row + 4)));
}

describe.each(MARKET_PROFILES)("$instrument.symbol", (profile) => {
  const { symbol } = profile.instrument;
  const planted = profile.signalStrength > 0;
  const to = MARKET_START + 40_000 * HOUR_MS;
  const bars = generateBars({ symbol, timeframe: "1h", from: MARKET_START, to });
  const returns = bars.close.map((close, row) => Math.log(close / bars.open[row]!));
  const sizes = returns.map(Math.abs);

  test("returns have fat tails", () => {
    const kurtosis = mean(returns.map((r) => r ** 4)) / mean(returns.map((r) => r * r)) ** 2;
    expect(kurtosis).toBeGreaterThan(4);
  });

  test("volatility clusters, and remembers for days", () => {
    expect(autocorrelation(sizes, 24)).toBeGreaterThan(0.15);
    expect(autocorrelation(sizes, 96)).toBeGreaterThan(0.1);
  });

  test("volume goes with volatility", () => {
    expect(correlation(bars.volume, sizes)).toBeGreaterThan(0.1);
  });

  test("returns hardly follow from the return before, whatever is planted", () => {
    for (const lag of [1, 2, 3, 6, 12, 24, 48]) {
      const bound = planted ? 0.05 : 3.5 / Math.sqrt(returns.length);
      expect(Math.abs(autocorrelation(returns, lag))).toBeLessThan(bound);
    }
  });

  test(
    planted ? "in busy hours moves go on, in quiet ones they turn" : "volume says nothing about moves",
    () => {
      const [busy, quiet] = [
        continuation(bars, (ratio) => ratio > 1.2),
        continuation(bars, (ratio) => ratio < 0.9),
      ];
      if (planted) {
        expect(busy).toBeGreaterThan(0.1);
        expect(quiet).toBeLessThan(-0.1);
      } else {
        expect(Math.abs(busy)).toBeLessThan(0.06);
        expect(Math.abs(quiet)).toBeLessThan(0.06);
      }
    },
  );

  test("the hour of the day shows in volume, and in volatility where it is meant to", () => {
    const hours = Array.from({ length: 24 }, (_, hour) => {
      const inHour = (_: number, row: number) => hourOfDay(bars.ts[row]!) === hour;
      return { volume: mean(bars.volume.filter(inHour)), size: mean(sizes.filter(inHour)) };
    });
    const shape = (of: Float64Array) => of.map((value) => value / mean(of));
    for (const [seen, meant] of [
      [hours.map(({ volume }) => volume), profile.volumeByHour],
      [hours.map(({ size }) => size), profile.volatilityByHour],
    ] as const)
      for (const [hour, value] of shape(Float64Array.from(seen)).entries())
        expect(Math.abs(value - shape(meant)[hour]!)).toBeLessThan(0.1);
  });
});

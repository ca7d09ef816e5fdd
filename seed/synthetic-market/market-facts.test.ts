import { describe, expect, test } from "vitest";
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

describe.each(MARKET_PROFILES)("$instrument.symbol", (profile) => {
  const { symbol } = profile.instrument;
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
      const bound = profile.signalStrength > 0 ? 0.05 : 3.5 / Math.sqrt(returns.length);
      expect(Math.abs(autocorrelation(returns, lag))).toBeLessThan(bound);
    }
  });

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
        expect(Math.abs(value - shape(meant)[hour]!)).toBeLessThan(0.08);
  });
});

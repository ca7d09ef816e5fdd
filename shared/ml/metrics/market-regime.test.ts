import { expect, test } from "vitest";
import { randomWalkBars } from "../../../tests/support/random-walk-bars.ts";
import { Random } from "../../math/random.ts";
import {
  marketRegimes,
  TREND_DIRECTIONS,
  trendOf,
  VOLATILITY_REGIMES,
  volatilityOf,
} from "./market-regime.ts";

/** 1,500 bars that move by `before`, then 300 that move by `after` and drift by `drift` of it. */
function regimeAfter(before: number, after: number, drift: number): [string, string] {
  const random = Random.seeded(2);
  let price = 100;
  const close = Float64Array.from({ length: 1_800 }, (_, bar) => {
    const size = bar < 1_500 ? before : after;
    price *= 1 + size * (random.normal() + (bar < 1_500 ? 0 : drift));
    return price;
  });
  const last = marketRegimes({ close }).at(-1)!;
  return [VOLATILITY_REGIMES[volatilityOf(last)]!, TREND_DIRECTIONS[trendOf(last)]!];
}

test.each([
  [0.001, 0.004, 0.5, "HIGH", "UP"],
  [0.004, 0.001, -0.5, "LOW", "DOWN"],
])("moves from %d to %d with a drift of %d are %s and %s", (before, after, drift, volatility, trend) => {
  expect(regimeAfter(before, after, drift)).toEqual([volatility, trend]);
});

test("no regime looks ahead", () => {
  const { close } = randomWalkBars({ rows: 1_600, seed: 3 });
  const whole = marketRegimes({ close });
  for (const end of [50, 101, 700, 1_500])
    expect(marketRegimes({ close: close.slice(0, end) })).toEqual(whole.subarray(0, end));
});

test("a short history and a market that stands still are nothing special", () => {
  const codes = marketRegimes({ close: new Float64Array(300).fill(7) });
  expect(new Set(codes)).toEqual(new Set([4]));
});

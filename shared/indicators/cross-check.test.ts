import { expect, test } from "vitest";
import { syntheticBars } from "../../tests/oracles/synthetic-bars.ts";
import { technicalindicators } from "../../tests/support/technicalindicators.ts";
import { findIndicator } from "./catalogue.ts";
import { computeConfirmed } from "./compute.ts";

// A live cross-check with npm technicalindicators, for what it computes by the same definition. Its RSI is
// rounded to two decimals, which is all it can be compared to.

const LENGTH = 400;
const bars = syntheticBars(LENGTH);
const [high, low, close, volume] = [bars.high, bars.low, bars.close, bars.volume].map((column) =>
  Array.from(column),
) as [number[], number[], number[], number[]];

const EXACT = 1e-9;
const TWO_DECIMALS = 0.0051;

/** Their values end at the last bar; ours are compared from where theirs begin. */
const CASES: readonly (readonly [
  id: string,
  output: string,
  params: Readonly<Record<string, number>>,
  theirs: readonly number[],
  tolerance: number,
])[] = [
  ["sma", "sma", { period: 20 }, technicalindicators.SMA.calculate({ period: 20, values: close }), EXACT],
  ["ema", "ema", { period: 20 }, technicalindicators.EMA.calculate({ period: 20, values: close }), EXACT],
  ["wma", "wma", { period: 20 }, technicalindicators.WMA.calculate({ period: 20, values: close }), EXACT],
  ["smma", "smma", { period: 20 }, technicalindicators.WEMA.calculate({ period: 20, values: close }), EXACT],
  [
    "rsi",
    "rsi",
    { period: 14 },
    technicalindicators.RSI.calculate({ period: 14, values: close }),
    TWO_DECIMALS,
  ],
  [
    "rate_of_change",
    "rate_of_change",
    { period: 10 },
    technicalindicators.ROC.calculate({ period: 10, values: close }),
    EXACT,
  ],
  [
    "williams_r",
    "williams_r",
    {},
    technicalindicators.WilliamsR.calculate({ high, low, close, period: 14 }),
    EXACT,
  ],
  ["cci", "cci", { period: 20 }, technicalindicators.CCI.calculate({ high, low, close, period: 20 }), EXACT],
  [
    "anchored_vwap",
    "anchored_vwap",
    {},
    technicalindicators.VWAP.calculate({ high, low, close, volume }),
    EXACT,
  ],
  ["true_range", "true_range", {}, technicalindicators.TrueRange.calculate({ high, low, close }), EXACT],
  ["atr", "atr", {}, technicalindicators.ATR.calculate({ high, low, close, period: 14 }), EXACT],
  [
    "standard_deviation",
    "deviation",
    { period: 20 },
    technicalindicators.SD.calculate({ period: 20, values: close }),
    EXACT,
  ],
];

test.each(CASES)("%s %s agrees with technicalindicators", (id, output, params, theirs, tolerance) => {
  const ours = computeConfirmed(findIndicator(id)!, bars, params)[output]!;
  expect(theirs.length).toBeGreaterThan(LENGTH - 50);
  const first = LENGTH - theirs.length;
  theirs.forEach((value, k) => {
    expect(Math.abs(ours[first + k]! - value), `bar ${first + k}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
  });
});

/** The largest difference from ours. A day when one of these is small, docs/deviations.md has a reason less. */
function worstDifference(id: string, output: string, theirs: readonly number[]): number {
  const ours = computeConfirmed(findIndicator(id)!, bars)[output]!;
  const first = LENGTH - theirs.length;
  return theirs.reduce((worst, value, k) => Math.max(worst, Math.abs(ours[first + k]! - value)), 0);
}

test("what technicalindicators rounds, seeds otherwise or leaves out", () => {
  const period = 14;
  const rsi = technicalindicators.RSI.calculate({ period, values: close });
  const mfi = technicalindicators.MFI.calculate({ high, low, close, volume, period });
  const adx = technicalindicators.ADX.calculate({ high, low, close, period }).map((value) => value.adx);
  const obv = technicalindicators.OBV.calculate({ close, volume });
  for (const [id, values] of [
    ["rsi", rsi],
    ["mfi", mfi],
  ] as const) {
    expect(values.every((value) => Number(value.toFixed(2)) === value)).toBe(true);
    expect(worstDifference(id, id, values)).toBeGreaterThan(0.004);
  }
  expect(worstDifference("adx", "adx", adx)).toBeGreaterThan(1);
  // The first bar's volume is missing from every value, and the first value itself.
  expect(obv).toHaveLength(LENGTH - 1);
  expect(worstDifference("obv", "obv", obv)).toBeCloseTo(volume[0]!, 6);
});

test("what technicalindicators makes of a missing price: a price of 0", () => {
  const period = 20;
  const [missing, zero] = [null, 0].map((price) =>
    technicalindicators.SMA.calculate({
      period,
      values: close.map((value, i) => (i === 200 ? (price as number) : value)),
    }),
  );
  expect(missing).toEqual(zero);
});

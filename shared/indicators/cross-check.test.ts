import technicalindicators from "technicalindicators";
import { expect, test } from "vitest";
import { syntheticBars } from "../../tests/oracles/synthetic-bars.ts";
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

import { describe, expect, test } from "vitest";
import { syntheticBars } from "../../tests/oracles/synthetic-bars.ts";
import { worstError } from "../../tests/oracles/worst-error.ts";
import { findIndicator } from "./catalogue.ts";
import { computeConfirmed } from "./compute.ts";

// Second implementations of what neither TA-Lib nor the golden files have: the textbook's formula, straight and slow.

const LENGTH = 300;
const bars = syntheticBars(LENGTH);
const { open, high, low, close, volume } = bars;

type Formula = (i: number) => number;
const HOUR_MS = 3_600_000;

/** The `count` values of a formula that end at bar i, oldest first. */
const last = (of: Formula, i: number, count: number) =>
  Array.from({ length: count }, (_, k) => of(i - count + 1 + k));
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const mean = (values: readonly number[]) => total(values) / values.length;
const centred = (values: readonly number[]) => values.map((value) => value - mean(values));
const moment = (values: readonly number[], k: number) => mean(centred(values).map((value) => value ** k));
const sampleVariance = (values: readonly number[]) =>
  (moment(values, 2) * values.length) / (values.length - 1);

const price: Formula = (i) => close[i]!;
const change: Formula = (i) => close[i]! / close[i - 1]! - 1;
const logReturn: Formula = (i) => Math.log(close[i]! / close[i - 1]!);
const roc = (bars: number) => (i: number) => 100 * (close[i]! / close[i - bars]! - 1);
const smaOf = (of: Formula, count: number) => (i: number) => mean(last(of, i, count));
const rogersSatchell: Formula = (i) =>
  Math.log(high[i]! / open[i]!) * Math.log(high[i]! / close[i]!) +
  Math.log(low[i]! / open[i]!) * Math.log(low[i]! / close[i]!);

function emaOf(of: Formula, count: number, first: number): Formula {
  const values: number[] = [];
  for (let i = first + count - 1; i < LENGTH; i++) {
    const before = values[i - 1];
    values[i] =
      before === undefined ? mean(last(of, i, count)) : before + (2 / (count + 1)) * (of(i) - before);
  }
  return (i) => values[i]!;
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const products = centred(x).map((value, k) => value * centred(y)[k]!);
  return mean(products) / Math.sqrt(moment(x, 2) * moment(y, 2));
}

const kst: Formula = (i) =>
  smaOf(roc(10), 10)(i) + 2 * smaOf(roc(15), 10)(i) + 3 * smaOf(roc(20), 10)(i) + 4 * smaOf(roc(30), 15)(i);

const coppock: Formula = (i) =>
  total(last((k) => roc(14)(k) + roc(11)(k), i, 10).map((value, k) => ((k + 1) * value) / 55));

function yangZhang(i: number): number {
  const weight = 0.34 / (1.34 + 21 / 19);
  const gaps = last((k) => Math.log(open[k]! / close[k - 1]!), i, 20);
  const bodies = last((k) => Math.log(close[k]! / open[k]!), i, 20);
  const drift = mean(last(rogersSatchell, i, 20));
  return Math.sqrt(sampleVariance(gaps) + weight * sampleVariance(bodies) + (1 - weight) * drift);
}

function skewness(i: number): number {
  const values = last(change, i, 20);
  return (Math.sqrt(20 * 19) / 18) * (moment(values, 3) / moment(values, 2) ** 1.5);
}

function kurtosis(i: number): number {
  const values = last(change, i, 20);
  const excess = moment(values, 4) / moment(values, 2) ** 2 - 3;
  return (19 / (18 * 17)) * (21 * excess + 6);
}

function sessionVwap(i: number): number {
  const day = (k: number) => Math.floor(bars.ts[k]! / (24 * HOUR_MS));
  const session = last((k) => k, i, i + 1).filter((k) => day(k) === day(i));
  const typical = (k: number) => (high[k]! + low[k]! + close[k]!) / 3;
  return total(session.map((k) => typical(k) * volume[k]!)) / total(session.map((k) => volume[k]!));
}

/** Nearest swing point of three bars on both sides, confirmed in the last 100 bars, beyond the close. */
function nearestSwing(i: number, side: 1 | -1): number {
  const levels: number[] = [];
  for (let k = Math.max(3, i - 99 - 3); k <= i - 3; k++) {
    const others = [1, 2, 3].flatMap((step) => [k - step, k + step]);
    if (others.every((j) => high[j]! < high[k]!)) levels.push(high[k]!);
    if (others.every((j) => low[j]! > low[k]!)) levels.push(low[k]!);
  }
  const beyond = levels.filter((level) => (level - close[i]!) * side > 0);
  return beyond.length > 0 ? side * Math.min(...beyond.map((level) => level * side)) : Number.NaN;
}

const signalOfPpo = (() => {
  const fast = emaOf(price, 12, 0);
  const slow = emaOf(price, 26, 0);
  return emaOf((i) => 100 * (fast(i) / slow(i) - 1), 9, 25);
})();

/** Indicator, output, first bar with a value, and the formula, at the default parameters. */
const DEFINITIONS: readonly (readonly [id: string, output: string, first: number, formula: Formula])[] = [
  ["zlema", "zlema", 28, emaOf((i) => 2 * close[i]! - close[i - 9]!, 20, 9)],
  ["kst", "kst", 44, kst],
  ["kst", "signal", 52, smaOf(kst, 9)],
  ["coppock", "coppock", 23, coppock],
  ["ppo", "signal", 33, signalOfPpo],
  [
    "historical_volatility",
    "historical_volatility",
    20,
    (i) => Math.sqrt(sampleVariance(last(logReturn, i, 20))),
  ],
  [
    "parkinson",
    "parkinson",
    19,
    (i) => Math.sqrt(mean(last((k) => Math.log(high[k]! / low[k]!) ** 2, i, 20)) / (4 * Math.LN2)),
  ],
  [
    "garman_klass",
    "garman_klass",
    19,
    (i) => {
      const body = (k: number) => (2 * Math.LN2 - 1) * Math.log(close[k]! / open[k]!) ** 2;
      return Math.sqrt(mean(last((k) => 0.5 * Math.log(high[k]! / low[k]!) ** 2 - body(k), i, 20)));
    },
  ],
  ["rogers_satchell", "rogers_satchell", 19, (i) => Math.sqrt(mean(last(rogersSatchell, i, 20)))],
  ["yang_zhang", "yang_zhang", 20, yangZhang],
  ["skewness", "skewness", 20, skewness],
  ["kurtosis", "kurtosis", 20, kurtosis],
  [
    "autocorrelation",
    "autocorrelation",
    21,
    (i) => correlation(last(change, i, 20), last(change, i - 1, 20)),
  ],
  ["session_vwap", "session_vwap", 0, sessionVwap],
  ["support_resistance", "support", 6, (i) => nearestSwing(i, -1)],
  ["support_resistance", "resistance", 6, (i) => nearestSwing(i, 1)],
  ["volume_ma", "relative", 19, (i) => volume[i]! / mean(last((k) => volume[k]!, i, 20))],
];

test.each(DEFINITIONS)("%s %s is its definition", (id, output, first, formula) => {
  const expected = Float64Array.from({ length: LENGTH }, (_, i) => (i < first ? Number.NaN : formula(i)));
  const { error, missing } = worstError(computeConfirmed(findIndicator(id)!, bars)[output]!, expected);
  expect(missing).toBe(-1);
  expect(error).toBeLessThan(1e-9);
});

describe("volume profile", () => {
  const profile = computeConfirmed(findIndicator("volume_profile")!, bars, { period: 50, bins: 20 });

  /** Volume of the window between two prices, each bar's spread evenly over its range. */
  function volumeBetween(i: number, from: number, to: number): number {
    const part = (k: number) => {
      const range = high[k]! - low[k]!;
      if (range === 0) return low[k]! >= from && low[k]! < to ? volume[k]! : 0;
      return (volume[k]! * Math.max(0, Math.min(to, high[k]!) - Math.max(from, low[k]!))) / range;
    };
    return total(last(part, i, 50));
  }

  test("the value area holds its share of the volume, about the fullest of its bins", () => {
    for (let i = 49; i < LENGTH; i += 10) {
      const [poc, bottom, top] = [
        profile.poc![i]!,
        profile.value_area_low![i]!,
        profile.value_area_high![i]!,
      ];
      const lowest = Math.min(...low.subarray(i - 49, i + 1));
      const highest = Math.max(...high.subarray(i - 49, i + 1));
      const width = (highest - lowest) / 20;
      const all = volumeBetween(i, lowest, highest * 2);
      expect(volumeBetween(i, bottom, top)).toBeGreaterThanOrEqual(0.7 * all * (1 - 1e-9));
      expect(volumeBetween(i, bottom, top)).toBeLessThan(all);
      const fullest = volumeBetween(i, poc - width / 2, poc + width / 2);
      for (let bin = 0; bin < 20; bin++) {
        expect(volumeBetween(i, lowest + bin * width, lowest + (bin + 1) * width)).toBeLessThanOrEqual(
          fullest * (1 + 1e-9),
        );
      }
    }
  });
});

test("CMO is twice the RSI less 100 at the first value, where Wilder's averages are plain means too", () => {
  const rsi = computeConfirmed(findIndicator("rsi")!, bars).rsi!;
  const plain = computeConfirmed(findIndicator("cmo")!, bars).cmo!;
  expect(plain[14]).toBeCloseTo(2 * rsi[14]! - 100, 10);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { setCoverage } from "../../../tests/support/set-coverage.ts";
import { Random } from "../../math/random.ts";
import { CLASSES } from "../learner.ts";
import { conformalThresholds, predictionSet } from "./prediction-set.ts";

/** Rows of a forecaster who knows the odds, whose outcomes come as he says; `stay` repeats each for a while. */
function forecasts(rows: number, seed: number, stay = 1) {
  const random = Random.seeded(seed);
  const probabilities = new Float64Array(rows * CLASSES.length);
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    if (row % stay > 0) {
      probabilities.copyWithin(row * 3, (row - 1) * 3, row * 3);
      labels[row] = labels[row - 1]!;
      continue;
    }
    const raw = CLASSES.map(() => random.uniform() ** 2 + 0.01);
    const sum = raw.reduce((total, value) => total + value, 0);
    raw.forEach((value, k) => {
      probabilities[row * 3 + k] = value / sum;
    });
    const draw = random.uniform() * sum;
    labels[row] = draw < raw[0]! ? 0 : draw < raw[0]! + raw[1]! ? 1 : 2;
  }
  return { probabilities, labels };
}

const SEEDS = Array.from({ length: 60 }, (_, i) => i);

/** Mean coverage at 90 % of fresh rows, over many calibrations. */
function meanCoverage(rows: number, stay: number, effectiveRows: number): number {
  const runs = SEEDS.map((seed) => {
    const calibration = forecasts(rows, 2 * seed, stay);
    const fresh = forecasts(4_000, 2 * seed + 1, stay);
    const thresholds = conformalThresholds(calibration.probabilities, calibration.labels, effectiveRows);
    const { probability } = thresholds.find(({ coverage }) => coverage === 0.9)!;
    return setCoverage(fresh.probabilities, fresh.labels, probability).coverage;
  });
  return runs.reduce((sum, coverage) => sum + coverage, 0) / runs.length;
}

test("sets made from few rows hold the share of outcomes that they promise", () => {
  // Of the 89 values that a coverage of 90 % sorts, exactly the 81st: (n + 1) 0.9 is whole.
  const mean = meanCoverage(89, 1, 89);
  expect(mean).toBeGreaterThan(0.885);
  expect(mean).toBeLessThan(0.915);
});

test("outcomes that come in runs of twelve are counted for what they are worth", () => {
  const mean = meanCoverage(2_400, 12, 200);
  expect(mean).toBeGreaterThan(0.89);
  expect(mean).toBeLessThan(0.92);
});

test("the finite-sample rank is that of the textbook", () => {
  // n = 9: ceil(10 * 0.9) = 9 of 9 must be included, so the threshold is the least probability that came true.
  const probabilities = Float64Array.from({ length: 27 }, (_, i) => (i % 3 === 0 ? (i + 3) / 100 : 0.1));
  const thresholds = conformalThresholds(probabilities, new Uint8Array(9), 9);
  expect(thresholds[1]).toEqual({ coverage: 0.9, probability: 0.03 });
  // ceil(10 * 0.95) = 10 of 9: nothing short of everything is sure.
  expect(thresholds[2]).toEqual({ coverage: 0.95, probability: 0 });
});

const odds = fc.double({ min: 1, max: 9, noNaN: true });

test("a threshold keeps the rows that it comes from when the file gives their probabilities in singles", () => {
  fc.assert(
    fc.property(odds, odds, (sell, hold) => {
      // A model that says the same of every row, as one of few trees nearly does.
      const stated = [sell / (sell + hold + 1), hold / (sell + hold + 1), 1 / (sell + hold + 1)];
      const rows = 100;
      const labels = Uint8Array.from({ length: rows }, (_, row) => row % 3);
      const probabilities = Float64Array.from({ length: rows * 3 }, (_, i) => stated[i % 3]!);
      const served = Float32Array.from(probabilities);
      for (const { coverage, probability } of conformalThresholds(probabilities, labels, rows)) {
        expect(setCoverage(served, labels, probability).coverage).toBeGreaterThanOrEqual(coverage);
      }
    }),
  );
});

const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100);

test("a set is never empty, has the most probable outcome, and shrinks as the threshold rises", () => {
  fc.assert(
    fc.property(fc.tuple(share, share, share), share, share, (probabilities, one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const wide = predictionSet(probabilities, low);
      const narrow = predictionSet(probabilities, high);
      expect(narrow).toContain(CLASSES[probabilities.indexOf(Math.max(...probabilities))]);
      expect(wide).toEqual(expect.arrayContaining(narrow));
    }),
  );
});

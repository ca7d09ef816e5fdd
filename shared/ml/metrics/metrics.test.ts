import fc from "fast-check";
import { describe, expect, test } from "vitest";
import golden from "../../../tests/oracles/metrics/golden.json" with { type: "json" };
import published from "../../../tests/oracles/metrics/published.json" with { type: "json" };
import { normalCdf, normalQuantile } from "../../math/normal-distribution.ts";
import {
  deflatedSharpe,
  deflateSharpe,
  expectedMaximumSharpe,
  probabilisticSharpe,
} from "../../performance/sharpe-significance.ts";
import { areaUnderCurve } from "./area-under-curve.ts";
import { classificationReport, confusionMatrix, mostProbable } from "./classification.ts";
import { brierScores, logLosses, mean } from "./log-loss.ts";
import { confidenceReliability, expectedCalibrationError, reliabilityBins } from "./reliability.ts";

const { probabilities, ...expected } = golden.classification;
const labels = Uint8Array.from(expected.labels);

/** Relative agreement to 1e-9. */
const expectClose = (actual: number | null | undefined, wanted: number) =>
  expect(Math.abs(actual! - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));

describe("against scikit-learn", () => {
  test("log loss and Brier score", () => {
    expectClose(mean(logLosses(probabilities, labels)), expected.logLoss);
    expectClose(mean(brierScores(probabilities, labels)), expected.brier);
  });

  test("everything from the confusion matrix", () => {
    const matrix = confusionMatrix(labels, mostProbable(probabilities));
    expect(matrix).toEqual(expected.confusion);
    const report = classificationReport(matrix);
    expectClose(report.accuracy, expected.accuracy);
    expectClose(report.balancedAccuracy, expected.balancedAccuracy);
    expectClose(report.mcc, expected.mcc);
    report.classes.forEach((scores, k) => {
      expectClose(scores.precision, expected.precision[k]!);
      expectClose(scores.recall, expected.recall[k]!);
      expectClose(scores.f1, expected.f1[k]!);
      expect(scores.support).toBe(expected.support[k]);
    });
  });

  test("area under the curve with tied scores", () => {
    for (const k of [0, 1, 2]) {
      const scores = Float64Array.from(labels, (_, row) => probabilities[row * 3 + k]!);
      expectClose(
        areaUnderCurve(scores, (row) => labels[row] === k),
        expected.auc[k]!,
      );
    }
  });

  test("calibration error of the confidence", () => {
    expectClose(
      expectedCalibrationError(confidenceReliability(probabilities, labels)),
      expected.expectedCalibrationError,
    );
  });
});

describe("laws", () => {
  const rows = fc.array(fc.tuple(fc.nat(2), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 2 });

  test("the area under the curve counts pairs, and turns round with the scores", () => {
    fc.assert(
      fc.property(rows, (sample) => {
        const scores = Float64Array.from(sample, ([, score]) => score);
        const isPositive = (row: number) => sample[row]![0] === 0;
        const pairs = sample.flatMap((a) =>
          a[0] === 0
            ? sample.filter((b) => b[0] !== 0).map((b) => (a[1] > b[1] ? 1 : a[1] === b[1] ? 0.5 : 0))
            : [],
        );
        const area = areaUnderCurve(scores, isPositive);
        if (area === null) {
          expect(pairs).toEqual([]);
          return;
        }
        expectClose(area, pairs.reduce<number>((sum, won) => sum + won, 0) / pairs.length);
        expectClose(
          areaUnderCurve(
            scores.map((score) => -score),
            isPositive,
          ),
          1 - area!,
        );
      }),
    );
  });

  test("reliability bins hold every row once, inside the bin's bounds", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 20 }), (sample, count) => {
        const stated = Float64Array.from(sample, ([, p]) => p);
        const bins = reliabilityBins(stated, (row) => sample[row]![0] === 0, count);
        expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(sample.length);
        for (const bin of bins) {
          if (bin.stated === null) continue;
          expect(bin.stated).toBeGreaterThanOrEqual(bin.from - 1e-12);
          expect(bin.stated).toBeLessThanOrEqual(bin.to + 1e-12);
        }
      }),
    );
  });

  test("a certain and wrong answer costs much, not infinitely much", () => {
    const [loss] = logLosses([1, 0, 0], Uint8Array.of(2));
    expect(loss).toBeGreaterThan(36);
    expect(loss).toBeLessThan(37);
  });

  test("what never occurred has no recall, what was never predicted no precision", () => {
    const report = classificationReport(confusionMatrix(Uint8Array.of(0, 1), Uint8Array.of(1, 1)));
    expect(report.classes.map(({ precision, recall, f1 }) => [precision, recall, f1])).toEqual([
      [null, 0, 0],
      [0.5, 1, 2 / 3],
      [null, null, null],
    ]);
    expect(report.mcc).toBe(0);
    expect(areaUnderCurve(Float64Array.of(1, 2), () => true)).toBeNull();
  });

  test("the first of equals is the most probable", () => {
    expect([...mostProbable([0.4, 0.4, 0.2, 0.2, 0.4, 0.4])]).toEqual([0, 1]);
  });
});

describe("normal distribution", () => {
  // Abramowitz and Stegun, table 26.1, and the tails of scipy.stats.norm.
  test.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-2.5, 0.006209665325776132],
    [3.5, 0.9997673709209645],
    [-6, 9.865876450376981e-10],
    [-20, 2.7536241186062337e-89],
  ])("cdf(%d)", (x, p) => {
    expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-13);
  });

  test("the quantile inverts it, and refuses what is no probability", () => {
    for (const p of [1e-12, 0.001, 0.025, 0.5, 0.8, 0.999])
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12);
    for (const p of [0, 1, -1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

describe("published values", () => {
  test("probabilistic Sharpe ratio", () => {
    const { source: _, value, ifNormal, ...sample } = published.probabilisticSharpe;
    expectClose(probabilisticSharpe(sample), value);
    expectClose(probabilisticSharpe({ ...sample, skewness: 0, kurtosis: 3 }), ifNormal);
  });

  test.each(published.deflatedSharpe.byTrials)("deflated Sharpe ratio, $trials trials", (wanted) => {
    const { source: _, byTrials, variance, ...sample } = published.deflatedSharpe;
    expectClose(expectedMaximumSharpe(wanted.trials, variance), wanted.benchmark);
    expectClose(deflatedSharpe(sample, wanted.trials, variance), wanted.value);
  });

  test("calibration of two classes", () => {
    const { stated: given, cameTrue, ...wanted } = published.calibration;
    const stated = Float64Array.from(given);
    const three = given.flatMap((up) => [1 - up, 0, up]);
    const outcome = Uint8Array.from(cameTrue, (up) => 2 * up);
    expectClose(mean(logLosses(three, outcome)), wanted.logLoss);
    expectClose(mean(brierScores(three, outcome)) / 2, wanted.brier);
    expectClose(
      areaUnderCurve(stated, (row) => cameTrue[row] === 1),
      wanted.auc,
    );
    const bins = reliabilityBins(stated, (row) => cameTrue[row] === 1);
    expectClose(expectedCalibrationError(bins), wanted.calibrationError);
  });
});

describe("deflateSharpe", () => {
  const sample = { sharpe: 0.12, periods: 250, skewness: -0.3, kurtosis: 4 };
  // Python's statistics.variance of the same numbers.
  const measured = [0.1, -0.05, 0.02, 0.07, -0.11, 0.04, 0.0, 0.09, -0.02, 0.06];
  const variance = 0.0044;

  test("takes the variance of the tries' own Sharpe ratios where they were measured, as the paper has it", () => {
    const deflated = deflateSharpe(sample, 50, measured);
    expect(deflated).toMatchObject({ trials: 50, varianceOf: "trials", measuredTrials: 10 });
    expectClose(deflated.variance, variance);
    expectClose(deflated.benchmark, expectedMaximumSharpe(50, variance));
    expectClose(deflated.value, deflatedSharpe(sample, 50, variance));
  });

  test("takes that of worthless strategies where fewer than ten were", () => {
    const deflated = deflateSharpe(sample, 50, measured.slice(1));
    expect(deflated).toMatchObject({
      varianceOf: "worthless_strategies",
      measuredTrials: 9,
      variance: 1 / 249,
    });
    expect(deflated.value).toBe(deflateSharpe(sample, 50).value);
  });

  test("tries that all came to the same were one try", () => {
    expect(
      deflateSharpe(
        sample,
        50,
        measured.map(() => 0.1),
      ).value,
    ).toBe(probabilisticSharpe(sample));
  });
});

test("one try has nothing to deflate", () => {
  const sample = { sharpe: 0.1, periods: 100, skewness: 0, kurtosis: 3 };
  expect(deflatedSharpe(sample, 1, 0.1)).toBe(probabilisticSharpe(sample));
});

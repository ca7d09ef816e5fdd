import fc from "fast-check";
import { describe, expect, test } from "vitest";
import golden from "../../../tests/oracles/metrics/golden.json" with { type: "json" };
import published from "../../../tests/oracles/metrics/published.json" with { type: "json" };
import { brierParts, brierPartsOfClasses } from "./brier-decomposition.ts";
import { classificationReport, confusionMatrix, mostProbable } from "./classification.ts";
import { coverageCurve } from "./coverage-curve.ts";
import { brierScores, mean } from "./log-loss.ts";
import { oneVersusRest } from "./one-versus-rest.ts";
import { wilsonInterval } from "./wilson-interval.ts";

const { probabilities, ...expected } = golden.classification;
const labels = Uint8Array.from(expected.labels);
const matrix = confusionMatrix(labels, mostProbable(probabilities));

const expectClose = (actual: number | null, wanted: number) =>
  expect(Math.abs(actual! - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));

describe("against scikit-learn, scipy and numpy", () => {
  test.each([0, 1, 2])("class %i against the rest", (k) => {
    const figures = oneVersusRest(k, matrix, probabilities, labels);
    const { brierParts: parts, ...wanted } = expected.oneVersusRest[k]!;
    for (const [name, value] of Object.entries(wanted))
      expectClose(figures[name as keyof typeof wanted], value);
    for (const [name, value] of Object.entries(parts))
      expectClose(figures.brierParts[name as keyof typeof parts], value);
    expectClose(figures.precision, expected.precision[k]!);
    expectClose(figures.recall, expected.recall[k]!);
    expectClose(figures.f1, expected.f1[k]!);
    expectClose(figures.auc, expected.auc[k]!);
    expect(figures.support).toBe(expected.support[k]);
  });

  test("means over the classes", () => {
    const { macro } = classificationReport(matrix);
    [macro.precision, macro.recall, macro.f1].forEach((value, i) => {
      expectClose(value, expected.macro[i]!);
    });
  });

  test("accuracy against the share of the signals taken", () => {
    const curve = coverageCurve(probabilities, labels, new Float64Array(labels.length).fill(1));
    [0.1, 0.5, 1].forEach((share, i) => {
      expect(curve.find(({ coverage }) => coverage === share)).toMatchObject(expected.coverage[i]!);
    });
  });

  test.each([
    [0, 10],
    [57, 100],
    [650, 1000],
  ])("Wilson's interval of %i in %i", (hits, samples) => {
    const { lower, upper } = wilsonInterval(hits / samples, samples);
    const [low, high] = expected.wilson[[10, 100, 1000].indexOf(samples)]!;
    expectClose(lower, low!);
    expectClose(upper, high!);
  });
});

test("so many effective trials put 0.65 above a base rate", () => {
  for (const [base, samples] of Object.entries(published.wilson.trialsAbove)) {
    expect(wilsonInterval(0.65, samples).lower).toBeGreaterThan(Number(base));
    expect(wilsonInterval(0.65, samples - 1).lower).toBeLessThanOrEqual(Number(base));
  }
});

describe("laws", () => {
  const statements = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
    minLength: 1,
  });

  test("the parts add up to the Brier score, and none but the last is below 0", () => {
    fc.assert(
      fc.property(statements, fc.integer({ min: 1, max: 20 }), (rows, bins) => {
        const stated = Float64Array.from(rows, ([p]) => p);
        const parts = brierParts(stated, (row) => rows[row]![1], bins);
        const score = rows.reduce((sum, [p, came]) => sum + (p - Number(came)) ** 2, 0) / rows.length;
        const total = parts.reliability - parts.resolution + parts.uncertainty + parts.withinBins;
        expect(total).toBeCloseTo(score, 12);
        expect(Math.min(parts.reliability, parts.resolution, parts.uncertainty)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("of bins that each state one value nothing is left over", () => {
    const stated = Float64Array.from({ length: 300 }, (_, i) => [0.1, 0.5, 0.9][i % 3]!);
    expect(brierParts(stated, (row) => row % 7 < 3).withinBins).toBeCloseTo(0, 12);
  });

  test("the score of several classes is the sum of theirs", () => {
    const { reliability, resolution, uncertainty, withinBins } = brierPartsOfClasses(probabilities, labels);
    expectClose(
      reliability - resolution + uncertainty + withinBins,
      mean(brierScores(probabilities, labels)),
    );
  });

  test("more coverage takes more rows of less confidence, and all of them in the end", () => {
    const rows = fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.integer({ min: 34, max: 100 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, (sample) => {
        const stated = sample.flatMap(([, k, percent]) =>
          [0, 1, 2].map((i) => (i === k ? percent / 100 : (1 - percent / 100) / 2)),
        );
        const outcomes = Uint8Array.from(sample, ([label]) => label);
        const curve = coverageCurve(stated, outcomes, new Float64Array(sample.length).fill(1), [0, 1, 2]);
        curve.slice(1).forEach((point, i) => {
          expect(point.rows).toBeGreaterThan(curve[i]!.rows);
          expect(point.confidence).toBeLessThanOrEqual(curve[i]!.confidence);
        });
        const hits = sample.filter(([label, k]) => label === k).length;
        expect(curve.at(-1)).toMatchObject({ rows: sample.length, accuracy: hits / sample.length });
        for (const { accuracy, lower, upper } of curve) {
          expect(lower).toBeLessThanOrEqual(accuracy + 1e-12);
          expect(upper).toBeGreaterThanOrEqual(accuracy - 1e-12);
        }
      }),
    );
  });

  test("nothing seen says nothing", () => {
    expect(wilsonInterval(0, 0)).toEqual({ lower: 0, upper: 1 });
    expect(coverageCurve([0, 1, 0], Uint8Array.of(1), Float64Array.of(1))).toEqual([]);
  });
});

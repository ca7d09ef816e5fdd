import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawLabels } from "../../../tests/support/learning-problem.ts";
import { Random } from "../../math/random.ts";
import { logLoss, softmax } from "../softmax.ts";
import { type Calibration, calibratedProbabilities, type ScoredRows } from "./calibration.ts";
import { chooseCalibration, type TimedRows, temperatureOf } from "./choose-calibration.ts";
import { compareCalibrations } from "./compare-calibrations.ts";
import { fitVectorScaling } from "./vector-scaling.ts";

const HOUR_MS = 3_600_000;
const HORIZON = 4;

/** Hourly rows whose labels were drawn from softmax(scale * scores + offset). */
function rowsOf(
  law: Pick<Extract<Calibration, { method: "vector" }>, "scale" | "offset">,
  rows: number,
  seed: number,
) {
  const random = Random.seeded(seed);
  const scores = Float64Array.from({ length: rows * 3 }, () => random.normal());
  const truth = softmax(
    scores.map((score, i) => score * law.scale[i % 3]! + law.offset[i % 3]!),
    3,
  );
  return {
    scores,
    labels: drawLabels(truth, random),
    weights: new Float32Array(rows).fill(1),
    decidedAt: Float64Array.from({ length: rows }, (_, row) => row * HOUR_MS),
    resolvedAt: Float64Array.from({ length: rows }, (_, row) => (row + HORIZON) * HOUR_MS),
  } satisfies TimedRows;
}

const EVEN = { scale: [0.5, 0.5, 0.5], offset: [0, 0, 0] };
const SKEWED = { scale: [0.3, 1.5, 0.8], offset: [0.5, -0.7, 0.2] };

const lossOf = ({ scores, labels, weights }: ScoredRows, calibration: Calibration) =>
  logLoss(calibratedProbabilities(scores, calibration).map(Math.log), labels, weights);

describe("fitVectorScaling", () => {
  it("finds scales and offsets that the labels were drawn with; offsets add up to 0, for a constant says nothing", () => {
    const { scale, offset } = fitVectorScaling(rowsOf(SKEWED, 60_000, 1));
    scale.forEach((value, k) => {
      expect(value).toBeCloseTo(SKEWED.scale[k]!, 1);
    });
    offset.forEach((value, k) => {
      expect(value).toBeCloseTo(SKEWED.offset[k]!, 1);
    });
    expect(offset.reduce((sum, value) => sum + value)).toBeCloseTo(0, 5);
  });

  it("has no more loss on its rows than one temperature, and no neighbour with less", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 100, max: 400 }), (seed, count) => {
        const rows = rowsOf(SKEWED, count, seed);
        const fitted = fitVectorScaling(rows);
        const loss = lossOf(rows, fitted);
        expect(loss).toBeLessThanOrEqual(lossOf(rows, temperatureOf(rows)) + 1e-6);
        // The penalty of one row lets the loss itself fall a little further, never far.
        for (const [k, by] of [0, 1, 2].flatMap((k) => [[k, 0.1] as const, [k, -0.1] as const])) {
          const scale = fitted.scale.map((value, i) => (i === k ? value + by : value));
          const offset = fitted.offset.map((value, i) => (i === k ? value + by : value));
          expect(lossOf(rows, { ...fitted, scale })).toBeGreaterThan(loss - 1 / count);
          expect(lossOf(rows, { ...fitted, offset })).toBeGreaterThan(loss - 1 / count);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("chooseCalibration", () => {
  it("takes one temperature where that is the law, whatever vector scaling makes of the luck of small samples", () => {
    const chosen = Array.from({ length: 40 }, (_, seed) => chooseCalibration(rowsOf(EVEN, 300, seed)).method);
    expect(chosen.filter((method) => method === "vector").length).toBeLessThanOrEqual(8);
  });

  it("takes vector scaling where classes are off in different ways", () => {
    const chosen = Array.from(
      { length: 10 },
      (_, seed) => chooseCalibration(rowsOf(SKEWED, 1_500, seed)).method,
    );
    expect(chosen).toEqual(new Array(10).fill("vector"));
  });

  it("is on average no worse than the better method alone on rows to come, where the sample is small", () => {
    let [ours, vector] = [0, 0];
    for (let seed = 0; seed < 20; seed++) {
      const future = rowsOf(EVEN, 5_000, 1_000 + seed);
      const past = rowsOf(EVEN, 120, seed);
      ours += lossOf(future, chooseCalibration(past));
      vector += lossOf(future, fitVectorScaling(past));
    }
    expect(ours).toBeLessThan(vector);
  });

  it("does not depend on the order of the rows", () => {
    const rows = rowsOf(SKEWED, 600, 3);
    const order = Array.from({ length: 600 }, (_, i) => (i * 7) % 600);
    const shuffled = {
      scores: Float64Array.from(order.flatMap((row) => [...rows.scores.subarray(row * 3, row * 3 + 3)])),
      labels: Uint8Array.from(order, (row) => rows.labels[row]!),
      weights: Float32Array.from(order, (row) => rows.weights[row]!),
      decidedAt: Float64Array.from(order, (row) => rows.decidedAt[row]!),
      resolvedAt: Float64Array.from(order, (row) => rows.resolvedAt[row]!),
    };
    expect(lossOf(rows, chooseCalibration(shuffled))).toBeCloseTo(lossOf(rows, chooseCalibration(rows)), 6);
  });

  it.each([
    ["one row", rowsOf(EVEN, 1, 1)],
    ["rows of one time", { ...rowsOf(EVEN, 50, 1), decidedAt: new Float64Array(50) }],
    [
      "weight in one block only",
      { ...rowsOf(EVEN, 50, 1), weights: Float32Array.from({ length: 50 }, (_, i) => (i < 5 ? 1 : 0)) },
    ],
  ])("keeps to one temperature with %s", (_, rows) => {
    expect(chooseCalibration(rows).method).toBe("temperature");
  });
});

it("compareCalibrations evaluates each method on rows that it was not fitted to", () => {
  const figures = compareCalibrations(rowsOf(SKEWED, 4_000, 1), rowsOf(SKEWED, 4_000, 2));
  expect(figures.vector.log_loss).toBeLessThan(figures.temperature.log_loss);
  expect(figures.temperature.log_loss).toBeLessThan(figures.none.log_loss);
  expect(figures.vector.calibration_error).toBeLessThan(0.03);
  expect(figures.isotonic.calibration_error).toBeLessThan(figures.none.calibration_error);
});

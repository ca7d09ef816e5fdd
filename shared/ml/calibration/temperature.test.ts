import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawLabels } from "../../../tests/support/learning-problem.ts";
import { Random } from "../../math/random.ts";
import { logLoss, softmax } from "../softmax.ts";
import { fitTemperature } from "./temperature.ts";

const divided = (scores: Float64Array, temperature: number) => scores.map((score) => score / temperature);

/** Scores whose softmax at the given temperature is the law that the labels were drawn from. */
function calibratedAt(temperature: number, rows: number, seed: number) {
  const random = Random.seeded(seed);
  const truth = Float64Array.from({ length: rows * 3 }, () => random.normal());
  return {
    scores: truth.map((score) => score * temperature),
    labels: drawLabels(softmax(truth, 3), random),
    weights: new Float32Array(rows).fill(1),
  };
}

describe("fitTemperature", () => {
  it.each([0.3, 1, 4])("finds the temperature %d that the labels were drawn at", (temperature) => {
    const { scores, labels, weights } = calibratedAt(temperature, 20_000, 1);
    expect(fitTemperature(scores, labels, weights) / temperature).toBeCloseTo(1, 1);
  });

  it("finds no worse a loss than any other temperature in range", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.06, max: 19, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (seed, rows, other, temperature) => {
          const { scores, labels, weights } = calibratedAt(temperature, rows, seed);
          const fitted = fitTemperature(scores, labels, weights);
          const loss = logLoss(divided(scores, fitted), labels, weights);
          expect(loss).toBeLessThanOrEqual(logLoss(divided(scores, other), labels, weights) + 1e-9);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("weighs a row twice as if it stood there twice", () => {
    const { scores, labels, weights } = calibratedAt(2, 100, 3);
    const doubled = fitTemperature(
      scores,
      labels,
      weights.map((_, row) => (row < 50 ? 2 : 1)),
    );
    const repeated = fitTemperature(
      Float64Array.from([...scores, ...scores.subarray(0, 150)]),
      Uint8Array.from([...labels, ...labels.subarray(0, 50)]),
      new Float32Array(150).fill(1),
    );
    expect(doubled).toBeCloseTo(repeated, 6);
  });

  it("stays in range where the scores are always right, always wrong or all the same", () => {
    const weights = Float32Array.of(1, 1);
    const right = Float64Array.of(1, 0, 0, 0, 0, 1);
    expect(fitTemperature(right, Uint8Array.of(0, 2), weights)).toBeCloseTo(0.05, 6);
    expect(fitTemperature(right, Uint8Array.of(1, 1), weights)).toBeCloseTo(20, 4);
    expect(Number.isFinite(fitTemperature(new Float64Array(6), Uint8Array.of(0, 2), weights))).toBe(true);
  });
});

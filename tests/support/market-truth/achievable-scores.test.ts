import fc from "fast-check";
import { expect, test } from "vitest";
import { achievableScores, expectedLogLoss } from "./achievable-scores.ts";

const distribution = fc
  .tuple(...[0, 1, 2].map(() => fc.double({ min: 0.01, max: 1, noNaN: true })))
  .map((weights) => weights.map((weight) => weight / weights.reduce((sum, w) => sum + w)));
const distributions = fc.array(distribution, { minLength: 1, maxLength: 20 }).map((rows) => rows.flat());

test("a sure market can be forecast without loss", () => {
  const sure = Float64Array.of(1, 0, 0, 0, 0, 1);
  const scores = achievableScores(sure, sure, 1e9);
  expect(scores.bestAccuracy).toBe(1);
  expect(scores.bestLogLoss).toBeCloseTo(0, 8);
  expect(scores.prior).toEqual([0.5, 0, 0.5]);
  expect(scores.priorLogLoss).toBeCloseTo(Math.LN2, 12);
  expect(scores.priorAccuracy).toBe(0.5);
});

test("no forecast expects less loss than the truth (Gibbs), and the best is never worse than the prior", () => {
  fc.assert(
    fc.property(distributions, distribution, (rows, forecast) => {
      const truth = Float64Array.from(rows);
      const constant = truth.map((_, i) => forecast[i % 3]!);
      expect(expectedLogLoss(truth, constant)).toBeGreaterThanOrEqual(expectedLogLoss(truth, truth) - 1e-12);
      const scores = achievableScores(truth, truth, 1e12);
      expect(scores.bestLogLoss).toBeLessThanOrEqual(scores.priorLogLoss + 1e-9);
      expect(scores.bestAccuracy).toBeGreaterThanOrEqual(scores.priorAccuracy - 1e-12);
    }),
  );
});

test("luck does not pass for skill: a class that only one estimate favours earns what the other says", () => {
  const scores = achievableScores(Float64Array.of(0.5, 0.3, 0.2), Float64Array.of(0.2, 0.3, 0.5), 10);
  expect(scores.bestAccuracy).toBeCloseTo(0.2, 12);
});

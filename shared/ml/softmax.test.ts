import fc from "fast-check";
import { expect, it } from "vitest";
import { crossEntropy, logLoss, softmax } from "./softmax.ts";

const row = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 3 })
  .map((scores) => Float64Array.from(scores));

it("gives probabilities in the order of the scores that add up to 1, for scores of any size", () => {
  fc.assert(
    fc.property(row, (scores) => {
      const probabilities = softmax(scores, 3);
      expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
      for (const [a, b] of [
        [0, 1],
        [1, 2],
        [0, 2],
      ] as const) {
        if (scores[a]! <= scores[b]!) expect(probabilities[a]!).toBeLessThanOrEqual(probabilities[b]!);
      }
    }),
  );
});

it("cross-entropy is -log of the softmax, where that can be computed", () => {
  const moderate = row.map((scores) => scores.map((score) => score / 1e5));
  fc.assert(
    fc.property(moderate, fc.nat(2), (scores, label) => {
      expect(crossEntropy(scores, 0, 3, label)).toBeCloseTo(-Math.log(softmax(scores, 3)[label]!), 9);
    }),
  );
});

it("log loss is the weighted mean over a range of rows, NaN over none", () => {
  const scores = Float64Array.of(0, 0, 0, 5, 0, 0, 0, 0, 0);
  const labels = Uint8Array.of(2, 0, 1);
  const weights = Float32Array.of(1, 3, 100);
  const certain = -Math.log(softmax(scores, 3)[3]!);
  expect(logLoss(scores, labels, weights, 0, 2)).toBeCloseTo((Math.log(3) + 3 * certain) / 4, 12);
  expect(logLoss(scores, labels, weights, 3)).toBeNaN();
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { toClassProbabilities } from "./class-probabilities.ts";

test("any float32 distribution sums to 1 and keeps its proportions", () => {
  const positive = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(positive, positive, positive), (weights) => {
      const total = weights[0] + weights[1] + weights[2];
      fc.pre(total > 1e-3);
      const row = Float32Array.from(weights, (weight) => weight / total);
      const { sell, hold, buy } = toClassProbabilities(row);
      expect(sell + hold + buy).toBeCloseTo(1, 14);
      expect(sell).toBeCloseTo(weights[0] / total, 6);
      expect(buy).toBeCloseTo(weights[2] / total, 6);
    }),
  );
});

test.each([
  ["a missing class", [0.5, 0.5]],
  ["a fourth class", [0.25, 0.25, 0.25, 0.25]],
  ["a sum off 1", [0.5, 0.5, 0.5]],
  ["a negative value", [-0.1, 0.6, 0.5]],
  ["a value that is not a number", [Number.NaN, 0.5, 0.5]],
  ["an infinite value", [Number.POSITIVE_INFINITY, 0, 0]],
])("%s is refused", (_, row) => {
  expect(() => toClassProbabilities(row)).toThrow(RangeError);
});

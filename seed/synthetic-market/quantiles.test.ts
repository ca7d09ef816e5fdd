import fc from "fast-check";
import { expect, test } from "vitest";
import { exponentialQuantiles, normalQuantiles } from "./quantiles.ts";

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("normal quantiles have mean 0 and variance 1, are symmetric and ascend", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (half) => {
      const table = normalQuantiles(2 * half);
      expect(mean(table)).toBeCloseTo(0, 12);
      expect(mean(table.map((z) => z * z))).toBeCloseTo(1, 12);
      expect(table.toReversed().map((z) => -z)).toEqual(table);
      expect(table.toSorted()).toEqual(table);
    }),
  );
});

test.each([
  // Python's statistics.NormalDist().inv_cdf
  [20, 19, 1.9599639845400536, 18, 1.4395314709384572],
  [1000, 999, 3.2905267314919255, 900, 1.2844058132054619],
])("of %i, number %i and %i are the normal distribution's own", (size, i, qi, j, qj) => {
  const table = normalQuantiles(size);
  expect(table[i]! / table[j]!).toBeCloseTo(qi / qj, 8);
});

test("exponential quantiles have mean 1, and their median is ln 2", () => {
  const table = exponentialQuantiles(1001);
  expect(mean(table)).toBeCloseTo(1, 12);
  expect(table[500]).toBeCloseTo(Math.LN2, 3);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { columnDistribution } from "../column-distribution.ts";

const histogramOf = (column: Float32Array) => columnDistribution(column).histogram;

const values = fc
  .array(fc.float({ noDefaultInfinity: true }), { maxLength: 300 })
  .map((numbers) => Float32Array.from(numbers));

test("every present value falls into one bin, and the shares say how many fell into each", () => {
  fc.assert(
    fc.property(values, (column) => {
      const { edges, shares, missing } = histogramOf(column);
      const present = column.filter((value) => !Number.isNaN(value));
      expect(missing).toBeCloseTo(column.length ? 1 - present.length / column.length : 0, 12);
      expect(edges).toEqual(edges.toSorted((a, b) => a - b));
      expect(shares).toHaveLength(edges.length + 1);
      if (present.length === 0) return;
      shares.forEach((share, bin) => {
        const inside = present.filter(
          (value) => value > (edges[bin - 1] ?? -Infinity) && value <= (edges[bin] ?? Infinity),
        );
        expect(share).toBeCloseTo(inside.length / present.length, 12);
      });
    }),
  );
});

test("bins of a continuous feature hold a tenth each", () => {
  const { shares } = histogramOf(Float32Array.from({ length: 100_000 }, (_, i) => Math.sin(i)));
  for (const share of shares) expect(share).toBeCloseTo(0.1, 2);
});

test("a constant is one bin, and nothing at all is no distribution", () => {
  expect(histogramOf(new Float32Array(50).fill(3))).toEqual({ edges: [], shares: [1], missing: 0 });
  expect(histogramOf(new Float32Array(0))).toEqual({ edges: [], shares: [0], missing: 0 });
  expect(histogramOf(Float32Array.of(Number.NaN))).toEqual({ edges: [], shares: [0], missing: 1 });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { blockBootstrap } from "./block-bootstrap.ts";

const normals = (rows: number, seed: number) => {
  const random = Random.seeded(seed);
  return Float64Array.from({ length: rows }, () => random.normal());
};
const times = (rows: number) => Float64Array.from({ length: rows }, (_, i) => i);

describe("blockBootstrap", () => {
  test("covers the mean of independent values about as often as it says", () => {
    let covered = 0;
    for (let seed = 0; seed < 300; seed++) {
      const { lower, upper } = blockBootstrap(normals(200, seed), times(200), {
        blockLength: 4,
        replicates: 500,
        seed,
      });
      if (lower <= 0 && upper >= 0) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.92);
    expect(covered / 300).toBeLessThan(0.98);
  });

  test("covers it for moving sums too, whose neighbours overlap, where single rows would not", () => {
    const overlap = 10;
    let [withBlocks, withRows] = [0, 0];
    for (let seed = 0; seed < 100; seed++) {
      const noise = normals(610, seed);
      const values = noise
        .subarray(overlap)
        .map((_, i) => noise.subarray(i, i + overlap).reduce((a, b) => a + b, 0));
      const covers = (blockLength: number) => {
        const { lower, upper } = blockBootstrap(values, times(600), { blockLength, replicates: 250, seed });
        return lower <= 0 && upper >= 0 ? 1 : 0;
      };
      withBlocks += covers(4 * overlap);
      withRows += covers(1);
    }
    expect(withBlocks / 100).toBeGreaterThan(0.89);
    expect(withRows / 100).toBeLessThan(0.6);
  });

  test("rows of one time stay together: copies of a market add no certainty", () => {
    const values = normals(300, 1);
    const options = { blockLength: 5, seed: 3 };
    const one = blockBootstrap(values, times(300), options);
    const copies = blockBootstrap(
      Float64Array.from({ length: 900 }, (_, i) => values[i % 300]!),
      Float64Array.from({ length: 900 }, (_, i) => i % 300),
      options,
    );
    expect(copies.blocks).toBe(one.blocks);
    expect(copies.lower).toBeCloseTo(one.lower, 12);
    expect(copies.upper).toBeCloseTo(one.upper, 12);
  });

  test("moves and stretches with its values, holds its mean, and repeats with its seed", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 0.1, max: 10, noNaN: true }), (seed, scale) => {
        const options = { blockLength: 3, replicates: 200, seed };
        const base = blockBootstrap(normals(60, seed), times(60), options);
        const moved = blockBootstrap(
          normals(60, seed).map((v) => 5 + scale * v),
          times(60),
          options,
        );
        expect(moved.lower).toBeCloseTo(5 + scale * base.lower, 9);
        expect(moved.upper).toBeCloseTo(5 + scale * base.upper, 9);
        expect(base.lower).toBeLessThan(base.mean);
        expect(base.upper).toBeGreaterThan(base.mean);
        expect(blockBootstrap(normals(60, seed), times(60), options)).toEqual(base);
      }),
    );
  });

  test.each([9, 3])("one block is no experiment: from %i rows the interval is everything", (rows) => {
    const { lower, upper, blocks } = blockBootstrap(normals(rows, 1), times(rows), {
      blockLength: 5,
      seed: 1,
    });
    expect([lower, upper, blocks]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1]);
  });

  test.each([
    [0, { blockLength: 1 }, "no rows"],
    [3, { blockLength: 0 }, "blockLength"],
    [3, { blockLength: 1.5 }, "blockLength"],
    [3, { blockLength: 1, confidence: 1 }, "confidence"],
  ])("%i rows with %j are refused", (rows, options, message) => {
    expect(() => blockBootstrap(normals(rows, 1), times(rows), { ...options, seed: 1 })).toThrow(message);
  });

  test("columns of different length are refused", () => {
    expect(() => blockBootstrap(normals(3, 1), times(2), { blockLength: 1, seed: 1 })).toThrow("length");
  });
});

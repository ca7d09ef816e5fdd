import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../math/random.ts";
import { binColumn, decodeBinnedColumn, encodeBinnedColumn } from "./bin-column.ts";

/** Floats of every kind: missing, infinite, signed zeros, many of them equal. */
const values = fc
  .array(fc.oneof(fc.float(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, 1, 1.0000001)), {
    minLength: 1,
    maxLength: 300,
  })
  .map((numbers) => Float32Array.from(numbers));
const maxBins = fc.integer({ min: 2, max: 255 });

describe("binColumn", () => {
  it("puts each value between the edges of its bin, and missing ones apart", () => {
    fc.assert(
      fc.property(values, maxBins, fc.integer({ min: 1, max: 300 }), (column, limit, training) => {
        const { bins, thresholds } = binColumn(column, Math.min(training, column.length), limit);
        expect(thresholds.length).toBeLessThanOrEqual(limit);
        expect(thresholds.at(-1)).toBe(Infinity);
        thresholds.forEach((threshold, i) => {
          expect(i === 0 || threshold > thresholds[i - 1]!).toBe(true);
        });
        column.forEach((value, row) => {
          const bin = bins[row]!;
          if (Number.isNaN(value)) expect(bin).toBe(limit);
          else expect(value <= thresholds[bin]! && (bin === 0 || value > thresholds[bin - 1]!)).toBe(true);
        });
      }),
    );
  });

  it("keeps all different values apart while there are bins for them", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }), (numbers) => {
        const different = [...new Set(numbers)].sort((a, b) => a - b);
        const { bins } = binColumn(Float32Array.from(numbers), numbers.length, 255);
        expect([...bins]).toEqual(numbers.map((value) => different.indexOf(value)));
      }),
    );
  });

  it("fills the bins evenly where there are more values than bins", () => {
    const random = Random.seeded(1);
    const column = Float32Array.from({ length: 100_000 }, () => random.normal() ** 3);
    const counts = new Uint32Array(64);
    for (const bin of binColumn(column, column.length, 64).bins) counts[bin]!++;
    for (const count of counts) expect(Math.abs(count - 100_000 / 64)).toBeLessThan(160);
  });

  it("looks at the training rows alone when it chooses the edges", () => {
    const training = Float32Array.of(1, 2, 3);
    const { bins, thresholds } = binColumn(Float32Array.of(...training, 100, 2.4), 3, 255);
    expect([...thresholds]).toEqual([1.5, 2.5, Infinity]);
    expect([...bins]).toEqual([0, 1, 2, 2, 1]);
  });

  it.each([
    ["one value", [7, 7, 7]],
    ["nothing but missing values", [Number.NaN, Number.NaN]],
  ])("has a single bin for %s", (_, numbers) => {
    expect([...binColumn(Float32Array.from(numbers), numbers.length, 255).thresholds]).toEqual([Infinity]);
  });

  it("survives its encoding", () => {
    fc.assert(
      fc.property(values, maxBins, (column, limit) => {
        const binned = binColumn(column, column.length, limit);
        expect(decodeBinnedColumn(encodeBinnedColumn(binned))).toEqual(binned);
      }),
    );
  });
});

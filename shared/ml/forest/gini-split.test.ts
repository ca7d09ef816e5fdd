import fc from "fast-check";
import { expect, it } from "vitest";
import { binDataset } from "../trees/binned-data.ts";
import { classStride, fillClassHistogram } from "./class-histogram.ts";
import { type ClassCounts, findBestSplit } from "./gini-split.ts";

const MIN_LEAF_ROWS = 2;

/** Rows of two features with few different values and some missing. */
const nodes = fc.array(
  fc.record({
    a: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Number.NaN)),
    b: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Number.NaN)),
    label: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 2, maxLength: 40 },
);

/** Rows times Gini impurity, from its definition. */
function impurity(labels: readonly number[]): number {
  const shares = [0, 1, 2].map((k) => labels.filter((label) => label === k).length / labels.length);
  return labels.length * (1 - shares.reduce((sum, share) => sum + share ** 2, 0));
}

/** The decrease in impurity when some of the rows go left; undefined where a side has too few. */
function gainOf(labels: readonly number[], goesLeft: (row: number) => boolean): number | undefined {
  const [left, right] = [true, false].map((side) => labels.filter((_, row) => goesLeft(row) === side));
  if (Math.min(left!.length, right!.length) < MIN_LEAF_ROWS) return undefined;
  return impurity(labels) - impurity(left!) - impurity(right!);
}

it("finds the split that lowers the Gini impurity most, with missing values on either side", () => {
  fc.assert(
    fc.property(nodes, (rows) => {
      const count = rows.length;
      const labels = rows.map(({ label }) => label);
      const features = Float32Array.from([...rows.map((row) => row.a), ...rows.map((row) => row.b)]);
      const data = binDataset(
        {
          rows: count,
          featureNames: ["a", "b"],
          features,
          labels: Uint8Array.from(labels),
          weights: new Float32Array(count).fill(1),
        },
        { maxBins: 32, classWeights: [1, 1, 1] },
      );
      const order = Int32Array.from(rows.keys());
      const chosen = Int32Array.of(0, 1);
      const histogram = new Float64Array(2 * classStride(data));
      fillClassHistogram(histogram, data, chosen, order, data.labels, 0, count);
      const counts = [0, 1, 2].map((k) => labels.filter((label) => label === k).length);
      const found = findBestSplit(histogram, data, chosen, counts as unknown as ClassCounts, MIN_LEAF_ROWS);

      const sideOf = (feature: number, threshold: number, missingLeft: boolean) => (row: number) => {
        const value = features[feature * count + row]!;
        return Number.isNaN(value) ? missingLeft : value <= threshold;
      };
      let best = 0;
      for (const feature of [0, 1]) {
        for (const threshold of data.thresholds[feature]!) {
          for (const missingLeft of [true, false]) {
            best = Math.max(best, gainOf(labels, sideOf(feature, threshold, missingLeft)) ?? 0);
          }
        }
      }
      expect(found?.gain ?? 0).toBeCloseTo(best, 8);
      if (!found) return;
      const goesLeft = sideOf(found.feature, data.thresholds[found.feature]![found.bin]!, found.missingLeft);
      expect(gainOf(labels, goesLeft)).toBeCloseTo(found.gain, 8);
      const left = [0, 1, 2].map((k) => labels.filter((label, row) => label === k && goesLeft(row)).length);
      expect([...found.left]).toEqual(left);
      expect(found.right.map((n, k) => n + left[k]!)).toEqual(counts);
    }),
    { numRuns: 300 },
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import {
  type Applicability,
  deviationLimit,
  deviationOf,
  dissimilarityOf,
  spreadOf,
} from "./applicability.ts";

const FEATURES = 20;

function normals(count: number, random: Random): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal());
}

/** The domain learned from rows of independent normal features. */
function learned(seed: number): Applicability {
  const random = Random.seeded(seed);
  const spreads = Array.from({ length: FEATURES }, () => spreadOf(normals(2_000, random).sort()));
  const known = {
    medians: spreads.map(({ median }) => median),
    scales: spreads.map(({ scale }) => scale),
  };
  const unseen = Float64Array.from({ length: 500 }, () => deviationOf(normals(FEATURES, random), known));
  return { ...known, limit: deviationLimit(unseen), required: [] };
}

test("the spread of a normal column is its mean and standard deviation", () => {
  const { median, scale } = spreadOf(
    normals(50_000, Random.seeded(1))
      .map((value) => 7 + 3 * value)
      .sort(),
  );
  expect(median).toBeCloseTo(7, 0);
  expect(scale).toBeGreaterThan(2.85);
  expect(scale).toBeLessThan(3.15);
});

test("a column that rests and leaps has the scale of its leaps", () => {
  const column = new Float32Array(1_000);
  for (let row = 0; row < 1_000; row += 20) column[row] = 10;
  expect(spreadOf(column.sort()).scale).toBeGreaterThan(2);
});

test.each([
  ["without values", new Float32Array(0), { median: null, scale: 0 }],
  ["that is constant", new Float32Array(5).fill(4), { median: 4, scale: 0 }],
])("a column %s", (_, sorted, spread) => {
  expect(spreadOf(sorted)).toEqual(spread);
});

test("rows like those of training are hardly ever far out, rows from elsewhere always", () => {
  const known = learned(3);
  const random = Random.seeded(4);
  const dissimilarities = (shift: number) =>
    Array.from({ length: 1_000 }, () =>
      dissimilarityOf(
        normals(FEATURES, random).map((value) => value + shift),
        known,
      ),
    );
  expect(dissimilarities(0).filter((value) => value > 1).length).toBeLessThanOrEqual(2);
  expect(Math.min(...dissimilarities(5))).toBeGreaterThan(1);
});

test("one feature that is absurd is enough", () => {
  const row = new Float32Array(FEATURES);
  row[3] = 1e30;
  expect(dissimilarityOf(row, learned(3))).toBeGreaterThan(1);
});

test("the further from the median, the more dissimilar; what is missing says nothing", () => {
  const known = learned(5);
  const row = fc.array(fc.float({ noNaN: true, min: -50, max: 50 }), {
    minLength: FEATURES,
    maxLength: FEATURES,
  });
  fc.assert(
    fc.property(row, fc.double({ min: 1, max: 10, noNaN: true }), (values, factor) => {
      const further = values.map((value, f) => known.medians[f]! + factor * (value - known.medians[f]!));
      expect(deviationOf(further, known)).toBeGreaterThanOrEqual(deviationOf(values, known) * (1 - 1e-9));
    }),
  );
  expect(dissimilarityOf(new Float32Array(FEATURES).fill(Number.NaN), known)).toBe(0);
});

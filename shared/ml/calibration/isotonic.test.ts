import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyIsotonic, fitIsotonic, isotonicCalibration } from "./isotonic.ts";

const points = fc.array(
  fc.record({
    x: fc.integer({ min: 0, max: 12 }),
    y: fc.integer({ min: 0, max: 1 }),
    weight: fc.constantFrom(0.5, 1, 3),
  }),
  { minLength: 1, maxLength: 40 },
);

it("is the greatest of the least means: max over a <= x of min over b >= x of the mean of a..b", () => {
  fc.assert(
    fc.property(points, (rows) => {
      const fitted = fitIsotonic(
        Float64Array.from(rows, ({ x }) => x),
        Float64Array.from(rows, ({ y }) => y),
        rows.map(({ weight }) => weight),
      );
      const places = [...new Set(rows.map(({ x }) => x))];
      const mean = (a: number, b: number) => {
        const within = rows.filter(({ x }) => x >= a && x <= b);
        const total = within.reduce((sum, { weight }) => sum + weight, 0);
        return within.reduce((sum, { y, weight }) => sum + weight * y, 0) / total;
      };
      for (const place of places) {
        const expected = Math.max(
          ...places
            .filter((a) => a <= place)
            .map((a) => Math.min(...places.filter((b) => b >= place).map((b) => mean(a, b)))),
        );
        expect(applyIsotonic(fitted, place)).toBeCloseTo(expected, 10);
      }
    }),
  );
});

describe("between and outside the knots", () => {
  const fitted = fitIsotonic(Float64Array.of(0.2, 0.4, 0.8), Float64Array.of(0, 0.5, 1), [1, 1, 1]);
  it.each([
    [0, 0],
    [0.3, 0.25],
    [0.4, 0.5],
    [0.6, 0.75],
    [1, 1],
  ])("at %d is %d", (x, y) => {
    expect(applyIsotonic(fitted, x)).toBeCloseTo(y, 12);
  });
});

it("leaves probabilities that add up to 1, also where every class is held impossible", () => {
  const probabilities = Float64Array.of(0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8);
  const calibrate = isotonicCalibration(probabilities, Uint8Array.of(0, 1, 2), [1, 1, 1]);
  expect([...calibrate(Float64Array.of(0.8, 0.1, 0.1, 0.1, 0.1, 0.1))]).toEqual([
    1,
    0,
    0,
    1 / 3,
    1 / 3,
    1 / 3,
  ]);
});

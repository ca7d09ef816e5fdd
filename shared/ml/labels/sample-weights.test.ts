import fc from "fast-check";
import { expect, test } from "vitest";
import { averageUniqueness, sampleWeights } from "./sample-weights.ts";

/** Rows whose label ends 1..8 bars later, or that have none. */
const ends = fc
  .array(fc.integer({ min: -2, max: 8 }), { minLength: 1, maxLength: 60 })
  .map((spans) =>
    Int32Array.from(spans, (span, row) => (span < 1 || row + span >= spans.length ? -1 : row + span)),
  );

test("average uniqueness is the mean of 1 / concurrency over the bars of the label", () => {
  fc.assert(
    fc.property(ends, (end) => {
      const concurrency = (bar: number) =>
        end.filter((last, row) => last >= 0 && row < bar && bar <= last).length;
      const uniqueness = averageUniqueness({ end });
      end.forEach((last, row) => {
        let sum = 0;
        for (let bar = row + 1; bar <= last; bar++) sum += 1 / concurrency(bar);
        expect(uniqueness[row]).toBeCloseTo(last < 0 ? 0 : sum / (last - row), 12);
      });
    }),
  );
});

test("labels that do not overlap are unique; k labels on the same k bars share one story", () => {
  expect([...averageUniqueness({ end: Int32Array.of(1, 2, 3, -1) })]).toEqual([1, 1, 1, 0]);
  const k = 10;
  const end = Int32Array.from({ length: 1000 }, (_, row) => (row + k < 1000 ? row + k : -1));
  const total = averageUniqueness({ end }).reduce((sum, unique) => sum + unique, 0);
  expect(total).toBeCloseTo(990 / k, -0.5);
});

test("weights have mean 1 over the rows that count", () => {
  const weights = sampleWeights(Float64Array.of(0.5, 0, 1, 0.5), new Float64Array(4));
  expect([...weights]).toEqual([0.75, 0, 1.5, 0.75]);
});

test("a row one half-life older weighs half", () => {
  const weights = sampleWeights(Float64Array.of(1, 1, 1), Float64Array.of(0, 1000, 2000), {
    asOf: 2000,
    halfLifeMs: 1000,
  });
  expect(weights[1]! / weights[2]!).toBeCloseTo(0.5, 6);
  expect(weights[0]! / weights[2]!).toBeCloseTo(0.25, 6);
});

test("no labels, no weights", () => {
  expect([...sampleWeights(new Float64Array(2), new Float64Array(2))]).toEqual([0, 0]);
  expect(sampleWeights(new Float64Array(0), new Float64Array(0))).toHaveLength(0);
});

test.each([0, -1, Number.NaN])("a half-life of %d is refused", (halfLifeMs) => {
  expect(() => sampleWeights(Float64Array.of(1), Float64Array.of(0), { asOf: 0, halfLifeMs })).toThrow(
    "halfLifeMs",
  );
});

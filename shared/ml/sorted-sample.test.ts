import fc from "fast-check";
import { expect, test } from "vitest";
import { sortedSample } from "./sorted-sample.ts";

const columns = fc
  .array(fc.float({ noDefaultInfinity: true }), { maxLength: 200 })
  .map((numbers) => Float32Array.from(numbers));

test("of a short column all present values, ascending, and the column as it was", () => {
  fc.assert(
    fc.property(columns, (column) => {
      const before = column.slice();
      const present = [...column].filter((value) => !Number.isNaN(value));
      const ascending = present.toSorted(
        (a, b) => a - b || Number(Object.is(b, -0)) - Number(Object.is(a, -0)),
      );
      expect([...sortedSample(column, 200)]).toEqual(ascending);
      expect(column).toEqual(before);
    }),
  );
});

test("of a long one a regular draw within the limit", () => {
  const column = Float32Array.from({ length: 1_001 }, (_, i) => 1_000 - i);
  expect([...sortedSample(column, 4)]).toEqual([247, 498, 749, 1_000]);
});

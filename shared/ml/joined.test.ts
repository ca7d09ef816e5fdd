import fc from "fast-check";
import { expect, test } from "vitest";
import { joined } from "./joined.ts";

test("has the values of all parts in their order, and of none of them none", () => {
  fc.assert(
    fc.property(fc.array(fc.float64Array()), (parts) => {
      expect(joined(Float64Array, parts)).toEqual(Float64Array.from(parts.flatMap((part) => [...part])));
    }),
  );
});

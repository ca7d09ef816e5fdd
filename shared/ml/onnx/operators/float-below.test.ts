import fc from "fast-check";
import { expect, it } from "vitest";
import { floatBelow } from "./float-below.ts";

it("floatBelow is the next float32 down", () => {
  const float = fc.float({ noNaN: true });
  fc.assert(
    fc.property(float, float, (t, x) => {
      expect(x <= floatBelow(t)).toBe(x < t);
    }),
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atan, exp, expm1, log, tanh } from "./elementary.ts";

const FUNCTIONS = { atan, exp, expm1, log, tanh };
const EXTREMES = [
  0,
  -0,
  5e-324,
  2.3e-308,
  1e-17,
  2 ** -28,
  709.782712893384,
  710,
  745.13,
  746,
  1e300,
  Infinity,
  NaN,
];

const doubles = new Float64Array(2);
const bits = new BigInt64Array(doubles.buffer);

/** How many representable numbers lie between two doubles of the same sign. */
function ulpsBetween(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  doubles[0] = a;
  doubles[1] = b;
  return Math.abs(Number(bits[0]! - bits[1]!));
}

describe.each(Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[])("%s", (name) => {
  const ours = FUNCTIONS[name];
  const engines = Math[name];

  it.each(EXTREMES.flatMap((x) => [x, -x]))("agrees with the engine at %d", (x) => {
    expect(ulpsBetween(ours(x), engines(x))).toBeLessThanOrEqual(1);
  });

  it("is within 1 ulp of the engine on any double", () => {
    fc.assert(
      fc.property(fc.double(), (x) => ulpsBetween(ours(x), engines(x)) <= 1),
      { numRuns: 2000 },
    );
  });

  it("is within 1 ulp of the engine where its value is neither 0, 1 nor infinite", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -40, max: 700, noNaN: true }),
        (x) => ulpsBetween(ours(x), engines(x)) <= 1,
      ),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (x) => ulpsBetween(ours(x), engines(x)) <= 1),
      { numRuns: 5000 },
    );
  });
});

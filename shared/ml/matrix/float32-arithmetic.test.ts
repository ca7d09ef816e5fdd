import fc from "fast-check";
import { expect, test } from "vitest";
import { float64Arithmetic } from "../../../tests/support/float64-arithmetic.ts";
import { Random } from "../../math/random.ts";
import type { Arithmetic, Numbers } from "./arithmetic.ts";
import { buildInFloat32 } from "./float32-arithmetic.ts";

interface Case {
  readonly rows: number;
  readonly inner: number;
  readonly tiles: number;
  readonly gap: number;
  readonly turned: boolean;
  readonly seed: number;
}

/** C + A B with numbers between the rows that nobody may touch. */
function product(arithmetic: Arithmetic, { rows, inner, tiles, gap, turned, seed }: Case): Numbers {
  const random = Random.seeded(seed);
  const columns = 8 * tiles;
  const fill = (length: number) => {
    const array = arithmetic.allocate(length);
    for (let i = 0; i < array.length; i++) array[i] = Math.fround(random.normal());
    return array;
  };
  const [a, b] = [fill((rows + gap) * (inner + gap)), fill(inner * (columns + gap))];
  const c = fill(rows * (columns + gap));
  const strides = turned ? { row: 1, column: rows + gap } : { row: inner + gap };
  arithmetic.multiply(
    { data: a, at: 0, ...strides },
    { data: b, at: 0, row: columns + gap },
    { data: c, at: 0, row: columns + gap },
    rows,
    inner,
    columns,
  );
  return c;
}

test("products are those of plain loops in float64, to the last bits of float32", () => {
  const cases = fc.record({
    rows: fc.integer({ min: 1, max: 13 }),
    inner: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(255, 256, 257, 600)),
    tiles: fc.integer({ min: 1, max: 3 }),
    gap: fc.nat(3),
    turned: fc.boolean(),
    seed: fc.integer(),
  });
  fc.assert(
    fc.property(cases, (one) => {
      const given = buildInFloat32((arithmetic) => product(arithmetic, one));
      const expected = product(float64Arithmetic, one);
      expect(given).toHaveLength(expected.length);
      const tolerance = 4e-6 * Math.sqrt(one.inner) + 1e-6;
      expected.forEach((value, i) => {
        expect(Math.abs(given[i]! - value)).toBeLessThan(tolerance);
      });
    }),
    { numRuns: 60 },
  );
});

test("columns that are no whole number of tiles are refused", () => {
  const build = (arithmetic: Arithmetic) => {
    const matrix = { data: arithmetic.allocate(100), at: 0, row: 10 };
    arithmetic.multiply(matrix, matrix, matrix, 2, 2, 10);
  };
  expect(() => buildInFloat32(build)).toThrow(RangeError);
});

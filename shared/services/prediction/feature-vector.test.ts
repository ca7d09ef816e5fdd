import fc from "fast-check";
import { expect, test } from "vitest";
import { createFeatureSet } from "../../features/feature-set.ts";
import { assembleFeatures } from "./feature-vector.ts";

/** Features of the given names; their values are given too. */
const setOf = (names: readonly string[]) =>
  createFeatureSet(
    names.map((name) => ({
      name,
      category: "price",
      doc: name,
      lookback: 1,
      compute: ({ bars }) => bars.close,
    })),
  );
const SET = setOf(["a", "b", "c"]);

test("given values stand in for computed ones, and what neither tells is imputed", () => {
  const row = assembleFeatures(SET, [1, null, null], { a: 9, b: 0.1 });
  expect(Array.from(row.values)).toEqual([9, Math.fround(0.1), Number.NaN]);
  expect(row.byName).toEqual({ a: 9, b: Math.fround(0.1), c: null });
  expect(row.imputed).toEqual(["c"]);
});

test("every feature is either used or imputed, never both", () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 20 });
  const value = fc.option(fc.float({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(names, fc.array(value, { minLength: 20, maxLength: 20 }), (all, computed) => {
      const { byName, imputed } = assembleFeatures(setOf(all), computed.slice(0, all.length), {});
      for (const [f, name] of all.entries()) {
        // JSON knows no -0.
        expect(byName[name]).toBe(JSON.parse(JSON.stringify(computed[f])));
        expect(imputed.includes(name)).toBe(computed[f] === null);
      }
    }),
  );
});

test("every faulty value is pointed at, with the name as a JSON pointer", () => {
  const given = { "x/y~z": 1, a: 1e300, b: 2 };
  expect(() => assembleFeatures(SET, [], given)).toThrow(
    expect.objectContaining({
      code: "invalid_request",
      errors: [
        { pointer: "/features/x~1y~0z", detail: "is no feature of this set" },
        { pointer: "/features/a", detail: "is beyond float32" },
      ],
    }),
  );
});

test("a name that objects inherit is no feature", () => {
  expect(() => assembleFeatures(SET, [], { toString: 1 })).toThrow("/features/toString");
});

test("of a sequence the newest bar is named and may be stood in for; what is missing at any bar is imputed", () => {
  const row = assembleFeatures(SET, [1, null, 3, 4, 5, 6], { a: 9 });
  expect(Array.from(row.values)).toEqual([1, Number.NaN, 3, 9, 5, 6]);
  expect(row.byName).toEqual({ a: 9, b: 5, c: 6 });
  expect(row.imputed).toEqual(["b"]);
  expect(row.window).toEqual([1, null, 3]);
});

test("a model's input comes back from the log as it was, to the bit", () => {
  const value = fc.option(fc.float({ noNaN: true, noDefaultInfinity: true }), { nil: null });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 6, maxLength: 6 }),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      (computed, a) => {
        const row = assembleFeatures(SET, computed, { a });
        const { byName, window } = JSON.parse(JSON.stringify(row));
        const stored = [...window, byName.a, byName.b, byName.c];
        const again = Float32Array.from(stored, (one) => one ?? Number.NaN);
        expect(new Uint32Array(again.buffer)).toEqual(new Uint32Array(row.values.slice().buffer));
      },
    ),
  );
});

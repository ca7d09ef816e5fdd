import fc from "fast-check";
import { expect, test } from "vitest";
import { slowestSpan } from "./slowest-span.ts";

test("of one symbol that never closes it is so many bars, whatever the share", () => {
  const place = Float64Array.from({ length: 50 }, (_, i) => 10 * i);
  for (const share of [0, 0.5, 1]) expect(slowestSpan(new Uint16Array(50), place, 7, share)).toBe(70);
});

test("is the quantile of all runs of rows of a symbol, of the symbol with the largest, in whatever order rows come", () => {
  const rows = fc.array(fc.tuple(fc.nat(2), fc.nat(500)), { maxLength: 60 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 8 }), share, (given, bars, q) => {
      const largest = [0, 1, 2].map((symbol) => {
        const places = given.flatMap(([own, at]) => (own === symbol ? at : [])).toSorted((a, b) => a - b);
        const spans = places.flatMap((at, i) => (i >= bars ? at - places[i - bars]! : []));
        return spans.toSorted((a, b) => a - b)[Math.floor(q * (spans.length - 1))] ?? 0;
      });
      const symbol = Uint16Array.from(given, ([own]) => own);
      const place = Float64Array.from(given, ([, at]) => at);
      expect(slowestSpan(symbol, place, bars, q)).toBe(Math.max(...largest));
    }),
  );
});

test("a gap in the data is no calendar", () => {
  const place = Float64Array.from({ length: 1_000 }, (_, i) => i + (i > 500 ? 10_000 : 0));
  expect(slowestSpan(new Uint16Array(1_000), place, 5, 0.99)).toBe(5);
  expect(slowestSpan(new Uint16Array(1_000), place, 5, 1)).toBe(10_005);
});

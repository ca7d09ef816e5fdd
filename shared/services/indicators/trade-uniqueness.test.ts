import fc from "fast-check";
import { expect, test } from "vitest";
import { tradeUniqueness } from "./trade-uniqueness.ts";

const trade = (openedAt: number, minutes: number, symbol = "EURUSD") => ({
  symbol,
  openedAt,
  closedAt: openedAt + minutes,
});
const total = (uniqueness: Float64Array) => uniqueness.reduce((sum, unique) => sum + unique, 0);

const trades = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 20 }), fc.constantFrom("A", "B"))
    .map(([openedAt, minutes, symbol]) => trade(openedAt, minutes, symbol)),
  { minLength: 1, maxLength: 30 },
);

test("it is the mean of 1 / concurrency over the minutes of the trade, within its symbol", () => {
  fc.assert(
    fc.property(trades, (all) => {
      const uniqueness = tradeUniqueness(all);
      all.forEach(({ symbol, openedAt, closedAt }, i) => {
        let sum = 0;
        for (let minute = openedAt; minute < closedAt; minute++) {
          sum +=
            1 / all.filter((t) => t.symbol === symbol && t.openedAt <= minute && minute < t.closedAt).length;
        }
        expect(uniqueness[i]).toBeCloseTo(sum / (closedAt - openedAt), 10);
      });
    }),
  );
});

test.each([2, 10, 100])("%d simultaneous trades of a symbol count as one", (n) => {
  expect(total(tradeUniqueness(Array.from({ length: n }, () => trade(7, 60))))).toBeCloseTo(1, 12);
});

test("disjoint trades count in full, also those that begin when another one ends", () => {
  expect([...tradeUniqueness([trade(0, 60), trade(60, 5), trade(90, 1)])]).toEqual([1, 1, 1]);
});

test("simultaneous trades of different symbols count in full", () => {
  expect([...tradeUniqueness([trade(0, 60, "A"), trade(0, 60, "B")])]).toEqual([1, 1]);
});

test("the order of the trades does not matter", () => {
  fc.assert(
    fc.property(trades, (all) => {
      expect([...tradeUniqueness(all.toReversed())].reverse()).toEqual([...tradeUniqueness(all)]);
    }),
  );
});

test("no trades, nothing", () => {
  expect(tradeUniqueness([])).toHaveLength(0);
});

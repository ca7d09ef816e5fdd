import fc from "fast-check";
import { expect, test } from "vitest";
import { barrierLevels, kellyFraction } from "./risk.ts";

const share = fc.integer({ min: 1, max: 999 }).map((n) => n / 1000);

test("no other stake grows faster", () => {
  fc.assert(
    fc.property(share, share, fc.double({ min: 0.2, max: 5, noNaN: true }), share, (a, b, payoff, other) => {
      const [win, loss] = [a / (a + b + 1), b / (a + b + 1)];
      const growth = (stake: number) => win * Math.log1p(payoff * stake) + loss * Math.log1p(-stake);
      expect(growth(kellyFraction(win, loss, payoff))).toBeGreaterThanOrEqual(growth(other) - 1e-12);
    }),
  );
});

test("the textbook coin: 60 % at even odds stakes a fifth", () => {
  expect(kellyFraction(0.6, 0.4, 1)).toBeCloseTo(0.2, 12);
});

test("nothing is staked where neither outcome can come", () => {
  expect(kellyFraction(0, 0, 1)).toBe(0);
});

test("levels lie on the grid, at the barrier or less than a tick beyond it", () => {
  const given = fc.record({
    price: fc.double({ min: 1, max: 1e5, noNaN: true }),
    distance: fc.double({ min: 1e-3, max: 0.9, noNaN: true }),
    tick: fc.constantFrom(0.00001, 0.01, 0.25, 1),
  });
  fc.assert(
    fc.property(given, ({ price, distance, tick }) => {
      const { upper, lower } = barrierLevels(price, distance, tick);
      const slack = 1e-5 * tick;
      for (const level of [upper, lower])
        expect(Math.abs(level / tick - Math.round(level / tick))).toBeLessThan(1e-4);
      const [above, below] = [upper - price * (1 + distance), price * (1 - distance) - lower];
      for (const beyond of [above, below]) {
        expect(beyond).toBeGreaterThanOrEqual(-slack);
        expect(beyond).toBeLessThan(tick + slack);
      }
    }),
  );
});

test("a level that is on the grid stays there", () => {
  expect(barrierLevels(100, 0.01, 0.01)).toEqual({ upper: 101, lower: 99 });
  expect(barrierLevels(1.1, 0.01, 0.00001)).toEqual({ upper: 1.111, lower: 1.089 });
});

test("no price is below 0", () => {
  expect(barrierLevels(100, 1.5, 0.01)).toEqual({ upper: 250, lower: 0 });
});

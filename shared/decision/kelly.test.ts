import fc from "fast-check";
import { expect, test } from "vitest";
import { kellyFraction } from "./kelly.ts";

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

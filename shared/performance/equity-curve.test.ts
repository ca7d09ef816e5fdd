import fc from "fast-check";
import { expect, test } from "vitest";
import { equityCurve, maxDrawdown, thinned } from "./equity-curve.ts";

const days = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 400 });

test("the equity is the product of the days, and falls from its peak as deep as any pair of days says", () => {
  fc.assert(
    fc.property(days, (returns) => {
      const equity = equityCurve(returns);
      expect(equity.at(-1)).toBeCloseTo(
        returns.reduce((product, day) => product * (1 + day), 1),
        9,
      );
      const withStart = [1, ...equity];
      const falls = withStart.flatMap((peak, i) => withStart.slice(i).map((later) => 1 - later / peak));
      expect(maxDrawdown(equity)).toBeCloseTo(Math.max(0, ...falls), 12);
    }),
    { numRuns: 30 },
  );
});

test("what is lost altogether stays lost", () => {
  expect([...equityCurve([0.1, -1.2, 0.5])].slice(1)).toEqual([0, 0]);
});

test("a thinned curve keeps values of the curve, evenly, and ends where it ends", () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 60 }), (returns, points) => {
      const equity = equityCurve(returns);
      const kept = thinned(equity, points);
      expect(kept.length).toBeLessThanOrEqual(points);
      for (const { day, equity: value } of kept) expect(value).toBe(equity[day]);
      expect(kept.at(-1)!.day).toBe(equity.length - 1);
      expect(new Set(kept.slice(1).map(({ day }, i) => day - kept[i]!.day)).size).toBeLessThanOrEqual(1);
    }),
  );
});

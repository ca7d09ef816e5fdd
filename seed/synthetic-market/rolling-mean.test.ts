import fc from "fast-check";
import { expect, test } from "vitest";
import { RollingMean } from "./rolling-mean.ts";

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 50 });

test("is the mean of the last values, and of the initial one before they came", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: -9, max: 9 }),
      values,
      (size, initial, pushed) => {
        const rolling = new RollingMean(size, initial);
        for (const value of pushed) rolling.push(value);
        const last = [...new Array<number>(size).fill(initial), ...pushed].slice(-size);
        expect(rolling.mean).toBe(last.reduce((sum, value) => sum + value, 0) / size);
      },
    ),
  );
});

test("a copy goes on by itself from where the other was", () => {
  fc.assert(
    fc.property(values, values, (before, after) => {
      const original = new RollingMean(7, 0);
      for (const value of before) original.push(value);
      const copy = new RollingMean(7, 0);
      copy.copyFrom(original);
      const mean = original.mean;
      for (const value of after) copy.push(value);
      expect(original.mean).toBe(mean);
      for (const value of after) original.push(value);
      expect(copy.mean).toBe(original.mean);
    }),
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compactNumber, extentOf, linearScale, niceTicks, widen } from "./scale.ts";

const extent = fc
  .tuple(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.double({ min: 1e-6, max: 1e9, noNaN: true }))
  .map(([min, length]) => ({ min, max: min + length }))
  .filter(({ min, max }) => (max - min) / Math.max(Math.abs(min), Math.abs(max)) > 1e-9);

describe("ticks", () => {
  it("lie within the scale, evenly, two at least and about as many as asked for, each as its label says", () => {
    fc.assert(
      fc.property(extent, fc.integer({ min: 1, max: 20 }), ({ min, max }, count) => {
        const ticks = niceTicks({ min, max }, count);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(Math.max(count + 1, 5));
        const slack = (max - min) * 1e-6;
        for (const { value, label } of ticks) {
          expect(value).toBeGreaterThanOrEqual(min - slack);
          expect(value).toBeLessThanOrEqual(max + slack);
          expect(Number(label)).toBe(value);
        }
        const steps = ticks.slice(1).map(({ value }, i) => value - ticks[i]!.value);
        for (const step of steps) expect(Math.abs(step - steps[0]!)).toBeLessThanOrEqual(slack);
      }),
    );
  });

  it("are the round numbers a person would choose", () => {
    expect(niceTicks({ min: 0, max: 100 }, 5).map(({ label }) => label)).toEqual([
      "0",
      "20",
      "40",
      "60",
      "80",
      "100",
    ]);
    expect(niceTicks({ min: 1.0831, max: 1.0869 }, 4).map(({ label }) => label)).toEqual([
      "1.084",
      "1.085",
      "1.086",
    ]);
  });
});

describe("scales", () => {
  it("put the largest on top and the smallest at the bottom", () => {
    const { y } = linearScale({ min: 10, max: 20 }, 100, 300);
    expect([y(10), y(15), y(20)]).toEqual([300, 200, 100]);
  });

  it("skip what is missing, and give a single value room", () => {
    expect(extentOf([Float64Array.of(Number.NaN, 3), Float64Array.of(-1)])).toEqual({ min: -1, max: 3 });
    expect(extentOf([Float64Array.of(Number.NaN)])).toBeUndefined();
    const { min, max } = widen({ min: 0, max: 0 }, 0.1);
    expect(min).toBeLessThan(max);
  });

  it("write large numbers short", () => {
    expect([950, 1500, 2e7, -3e9].map(compactNumber)).toEqual(["950", "1.5K", "20M", "-3B"]);
  });
});

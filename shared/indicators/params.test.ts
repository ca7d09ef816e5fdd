import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { syntheticBars } from "../../tests/oracles/synthetic-bars.ts";
import { CATALOGUE, findIndicator } from "./catalogue.ts";
import { compute } from "./compute.ts";
import { IndicatorInputError, integer, real, resolveParams } from "./params.ts";

const SPECS = { period: integer(14, 2, 1000), deviations: real(2, 0.1, 10) };

describe("parameters", () => {
  test("defaults fill in what is not given", () => {
    expect(resolveParams(SPECS, {})).toEqual({ period: 14, deviations: 2 });
    expect(resolveParams(SPECS, { period: 1000 })).toEqual({ period: 1000, deviations: 2 });
  });

  test.each([
    [{ period: 1 }, '"period" must be a whole number from 2 to 1000, got 1'],
    [{ period: 1001 }, '"period" must be a whole number from 2 to 1000, got 1001'],
    [{ period: 2.5 }, '"period" must be a whole number from 2 to 1000, got 2.5'],
    [{ period: Number.NaN }, '"period" must be a whole number from 2 to 1000, got NaN'],
    [{ deviations: Number.POSITIVE_INFINITY }, '"deviations" must be a number from 0.1 to 10, got Infinity'],
    [{ length: 5 }, 'unknown parameter "length"; known are: period, deviations'],
    [{ toString: 5 }, 'unknown parameter "toString"; known are: period, deviations'],
  ])("%o is refused", (given, message) => {
    expect(() => resolveParams(SPECS, given)).toThrow(new IndicatorInputError(message));
  });

  test("whatever is accepted is in range, and whole where it must be", () => {
    fc.assert(
      fc.property(fc.double(), (period) => {
        const valid = period >= 2 && period <= 1000 && Number.isInteger(period);
        if (valid) expect(resolveParams(SPECS, { period }).period).toBe(period);
        else expect(() => resolveParams(SPECS, { period })).toThrow(IndicatorInputError);
      }),
    );
  });

  test.each([
    ["macd", { fast: 26, slow: 12 }, '"fast" must be less than "slow", got 26 and 12'],
    ["ultimate_oscillator", { short: 14 }, '"short" < "middle" < "long" must hold, got 14, 14, 28'],
    ["mama", { slowLimit: 0.9 }, '"slowLimit" must not be above "fastLimit", got 0.9 and 0.5'],
  ])("%s refuses %o together", (id, given, message) => {
    expect(() => findIndicator(id)!.parse(given)).toThrow(new IndicatorInputError(message));
  });

  test("the least of every parameter is computable", () => {
    const bars = syntheticBars(60);
    for (const indicator of CATALOGUE) {
      const least = Object.fromEntries(
        Object.entries(indicator.params).map(([name, { min }]) => [name, min]),
      );
      const [fast, slow] = [least.fast, least.slow];
      const params = fast !== undefined && fast === slow ? { ...least, slow: fast + 1 } : least;
      const spans = "short" in params && "middle" in params ? { short: 2, middle: 3, long: 4 } : {};
      for (const column of Object.values(compute(indicator, bars, { ...params, ...spans }))) {
        expect(
          column.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY),
          indicator.id,
        ).toBe(false);
      }
    }
  });
});

describe("columns", () => {
  const { reference, ...bars } = syntheticBars(30);

  test("a two-series indicator asks for its reference", () => {
    const message = 'beta needs the column "reference", one value a bar';
    expect(() => compute(findIndicator("beta")!, bars)).toThrow(new IndicatorInputError(message));
    expect(() => compute(findIndicator("beta")!, { ...bars, reference: reference.slice(1) })).toThrow(
      message,
    );
  });

  test("a column of another length is refused", () => {
    const message = 'obv needs the column "volume", one value a bar';
    expect(() => compute(findIndicator("obv")!, { ...bars, volume: bars.volume.slice(1) })).toThrow(message);
  });
});

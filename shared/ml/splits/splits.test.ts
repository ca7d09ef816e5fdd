import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chronologicalSplit } from "./chronological-split.ts";
import { Holdout } from "./holdout.ts";
import type { SampleTimes } from "./sample-times.ts";
import { walkForward } from "./walk-forward.ts";

const HOUR_MS = 3_600_000;

/** Rows of two symbols, the second one listed later; outcomes known 1..12 bars after the decision. */
const twoSymbols = fc
  .array(fc.integer({ min: 1, max: 12 }), { minLength: 260, maxLength: 320 })
  .map((spans): SampleTimes => {
    const bar = (row: number) => (row < 160 ? row : row - 160 + 40);
    return {
      decidedAt: Float64Array.from(spans, (_, row) => bar(row) * HOUR_MS),
      resolvedAt: Float64Array.from(spans, (span, row) => (bar(row) + span) * HOUR_MS),
    };
  });
const embargo = fc.integer({ min: 0, max: 5 }).map((bars) => bars * HOUR_MS);

const last = (rows: Uint32Array, of: Float64Array) => rows.reduce((max, row) => Math.max(max, of[row]!), -1);
const first = (rows: Uint32Array, of: Float64Array) =>
  rows.reduce((min, row) => Math.min(min, of[row]!), Number.POSITIVE_INFINITY);

describe("chronologicalSplit", () => {
  test("no outcome of an earlier part reaches a later one, and the embargo lies between", () => {
    fc.assert(
      fc.property(twoSymbols, embargo, (times, embargoMs) => {
        const split = chronologicalSplit(times, { embargoMs });
        const holdout = split.holdout.read();
        expect(last(split.train, times.resolvedAt)).toBeLessThan(split.validationStart);
        expect(first(split.validation, times.decidedAt)).toBeGreaterThanOrEqual(
          split.validationStart + embargoMs,
        );
        expect(last(split.validation, times.resolvedAt)).toBeLessThan(split.holdoutStart);
        expect(first(holdout, times.decidedAt)).toBeGreaterThanOrEqual(split.holdoutStart + embargoMs);
        expect(new Set([...split.train, ...split.validation, ...holdout]).size).toBe(
          split.train.length + split.validation.length + holdout.length,
        );
      }),
    );
  });

  test("leaves out only what purge and embargo demand", () => {
    fc.assert(
      fc.property(twoSymbols, embargo, (times, embargoMs) => {
        const { train, validation, holdout, validationStart, holdoutStart } = chronologicalSplit(times, {
          embargoMs,
        });
        const kept = new Set([...train, ...validation, ...holdout.read()]);
        times.decidedAt.forEach((decided, row) => {
          const crosses = [validationStart, holdoutStart].some(
            (cut) =>
              (decided < cut && times.resolvedAt[row]! >= cut) ||
              (decided >= cut && decided < cut + embargoMs),
          );
          expect(kept.has(row)).toBe(!crosses);
        });
      }),
    );
  });

  const times = {
    decidedAt: Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    resolvedAt: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
  };

  test("cuts where the shares say", () => {
    const split = chronologicalSplit(times, { validationShare: 0.2, holdoutShare: 0.3, embargoMs: 0 });
    expect([split.validationStart, split.holdoutStart]).toEqual([5, 7]);
    expect([...split.train]).toEqual([0, 1, 2, 3]);
    expect([split.holdout.size, split.holdout.from, split.holdout.to]).toEqual([3, 7, 9]);
  });

  test.each([
    [{ validationShare: 0, embargoMs: 0 }, "validationShare"],
    [{ holdoutShare: 0.9, embargoMs: 0 }, "leave something"],
    [{ embargoMs: -1 }, "embargoMs"],
    [{ embargoMs: 100 }, "too few"],
  ])("refuses %j", (options, message) => {
    expect(() => chronologicalSplit(times, options)).toThrow(message);
  });

  test("refuses outcomes that are not after their decision, and no rows at all", () => {
    const now = Float64Array.of(1, 2);
    expect(() => chronologicalSplit({ decidedAt: now, resolvedAt: now }, { embargoMs: 0 })).toThrow("row 0");
    expect(() => chronologicalSplit({ decidedAt: now, resolvedAt: now.slice(1) }, { embargoMs: 0 })).toThrow(
      "length",
    );
    const none = new Float64Array(0);
    expect(() => chronologicalSplit({ decidedAt: none, resolvedAt: none }, { embargoMs: 0 })).toThrow(
      "too few",
    );
  });
});

test("a holdout is read once", () => {
  const holdout = new Holdout(Uint32Array.of(4, 5), 4, 5);
  expect([...holdout.read()]).toEqual([4, 5]);
  expect(() => holdout.read()).toThrow("read already");
});

describe("walkForward", () => {
  test("each fold trains on what was known at its cut and tests on what follows", () => {
    fc.assert(
      fc.property(twoSymbols, embargo, (times, embargoMs) => {
        const folds = walkForward(times, { folds: 3, embargoMs });
        for (const { train, test, testFrom, testTo } of folds) {
          expect(last(train, times.resolvedAt)).toBeLessThan(testFrom - embargoMs);
          expect(first(test, times.decidedAt)).toBeGreaterThanOrEqual(testFrom);
          expect(last(test, times.decidedAt)).toBeLessThan(testTo);
        }
        expect(folds.map((fold) => fold.train.length)).toEqual(
          folds.map((fold) => fold.train.length).toSorted((a, b) => a - b),
        );
      }),
    );
  });

  test("a rolling window forgets, an expanding one does not", () => {
    fc.assert(
      fc.property(twoSymbols, (times) => {
        const trainWindowMs = 30 * HOUR_MS;
        const expanding = walkForward(times, { folds: 3, embargoMs: 0 });
        const rolling = walkForward(times, { folds: 3, embargoMs: 0, trainWindowMs });
        rolling.forEach((fold, i) => {
          expect([...fold.test]).toEqual([...expanding[i]!.test]);
          expect([...fold.train]).toEqual(
            [...expanding[i]!.train].filter((row) => times.decidedAt[row]! >= fold.testFrom - trainWindowMs),
          );
        });
      }),
    );
  });

  const times = { decidedAt: Float64Array.of(0, 1, 2, 3), resolvedAt: Float64Array.of(1, 2, 3, 4) };
  test.each([
    [{ folds: 0, embargoMs: 0 }, "folds"],
    [{ folds: 1.5, embargoMs: 0 }, "folds"],
    [{ folds: 1, initialShare: 1, embargoMs: 0 }, "initialShare"],
    [{ folds: 1, trainWindowMs: 0, embargoMs: 0 }, "trainWindowMs"],
    [{ folds: 1, embargoMs: Number.NaN }, "embargoMs"],
    [{ folds: 9, embargoMs: 0 }, "no rows"],
  ])("refuses %j", (options, message) => {
    expect(() => walkForward(times, options)).toThrow(message);
  });
});

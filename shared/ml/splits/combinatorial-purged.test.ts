import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { combinatorialPurged } from "../../../tests/support/combinatorial-purged.ts";
import type { SampleTimes } from "./sample-times.ts";

const HOUR_MS = 3_600_000;

/** Rows of two symbols, an hour apart, whose outcomes are known 1..12 hours after the decision. */
const twoSymbols = fc
  .array(fc.integer({ min: 1, max: 12 }), { minLength: 260, maxLength: 320 })
  .map((spans): SampleTimes => {
    const hour = (row: number) => (row < 160 ? row : row - 120);
    return {
      decidedAt: Float64Array.from(spans, (_, row) => hour(row) * HOUR_MS),
      resolvedAt: Float64Array.from(spans, (span, row) => (hour(row) + span) * HOUR_MS),
    };
  });
const embargo = fc.integer({ min: 0, max: 5 }).map((bars) => bars * HOUR_MS);
const sizes = fc.constantFrom([6, 2], [5, 1], [4, 3], [6, 3]);

describe("combinatorialPurged", () => {
  test("no row is trained on whose outcome meets one of the test, nor within the embargo after it", () => {
    fc.assert(
      fc.property(twoSymbols, embargo, sizes, (times, embargoMs, [groups, testGroups]) => {
        const split = combinatorialPurged(times, { groups: groups!, testGroups: testGroups!, embargoMs });
        for (const { train, test } of split.folds) {
          // The demand on any pair of rows; the group's span in the code is stricter where symbols differ.
          for (const tested of test) {
            const [from, known] = [times.decidedAt[tested]!, times.resolvedAt[tested]!];
            const meets = train.some(
              (row) => times.resolvedAt[row]! >= from && times.decidedAt[row]! < known + embargoMs,
            );
            if (meets) throw new Error(`a training row meets row ${tested}`);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  test("every row is tested once on each path, by a model that was not trained on it", () => {
    fc.assert(
      fc.property(twoSymbols, sizes, (times, [groups, testGroups]) => {
        const { folds, paths } = combinatorialPurged(times, {
          groups: groups!,
          testGroups: testGroups!,
          embargoMs: 0,
        });
        expect(folds).toHaveLength(choose(groups!, testGroups!));
        expect(paths).toHaveLength((choose(groups!, testGroups!) * testGroups!) / groups!);
        // Each forecast of a group belongs to one path.
        const used = paths.flatMap((path) => path.map((fold, group) => `${fold} ${group}`));
        expect(new Set(used).size).toBe(folds.length * testGroups!);
        for (const path of paths) {
          for (const [group, fold] of path.entries()) expect(folds[fold]!.groups).toContain(group);
        }
        for (const { train, test } of folds) {
          expect(new Set([...train, ...test]).size).toBe(train.length + test.length);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("leaves out only what purge and embargo demand", () => {
    const decidedAt = Float64Array.from({ length: 40 }, (_, row) => row);
    const times = { decidedAt, resolvedAt: decidedAt.map((time) => time + 2) };
    const { folds } = combinatorialPurged(times, { groups: 4, testGroups: 1, embargoMs: 3 });
    // Group 1 decides in 10..19 and knows at 21: 8 and 9 are purged before, 20 to 23 after it.
    expect([...folds[1]!.train]).toEqual([
      ...Array(8).keys(),
      ...Array.from({ length: 16 }, (_, i) => 24 + i),
    ]);
  });

  const times = { decidedAt: Float64Array.of(0, 1, 2, 3), resolvedAt: Float64Array.of(9, 9, 9, 9) };
  test.each([
    [{ groups: 1, testGroups: 1, embargoMs: 0 }, "groups"],
    [{ groups: 17, testGroups: 1, embargoMs: 0 }, "groups"],
    [{ groups: 4, testGroups: 4, embargoMs: 0 }, "testGroups"],
    [{ groups: 4, testGroups: 0.5, embargoMs: 0 }, "testGroups"],
    [{ groups: 4, testGroups: 1, embargoMs: -1 }, "embargoMs"],
    [{ groups: 4, testGroups: 1, embargoMs: 0 }, "no rows to train"],
    [{ groups: 6, testGroups: 1, embargoMs: 0 }, "has no rows"],
  ])("refuses %j", (options, message) => {
    expect(() => combinatorialPurged(times, options)).toThrow(message);
  });
});

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
}

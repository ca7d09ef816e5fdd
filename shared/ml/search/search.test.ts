import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { FAMILIES, learnerOf } from "../learners.ts";
import { halvingRungs, lowest, thinned } from "./halving.ts";
import { drawParams, SEARCHED_FAMILIES, searchSpaceOf } from "./search-space.ts";

test.each(SEARCHED_FAMILIES)("whatever is drawn for %s, its learner takes it", (family) => {
  const random = Random.seeded(1);
  const space = searchSpaceOf(family)!;
  for (let i = 0; i < 200; i++) {
    const drawn = drawParams(space, random);
    expect(learnerOf(family).parseParams(drawn)).toMatchObject(drawn);
    for (const [name, range] of Object.entries(space)) {
      if (range.kind === "choice") {
        expect(range.values).toContain(drawn[name]);
        continue;
      }
      expect(drawn[name]).toBeGreaterThanOrEqual(range.from);
      expect(drawn[name]).toBeLessThanOrEqual(range.to * (1 + 1e-12));
    }
  }
});

test("every family but the ensemble can be searched, and every value of a choice is drawn", () => {
  expect(SEARCHED_FAMILIES).toEqual(FAMILIES.filter((family) => family !== "ensemble").toSorted(bySpace));
  const random = Random.seeded(3);
  for (const family of SEARCHED_FAMILIES) {
    const space = searchSpaceOf(family)!;
    const draws = Array.from({ length: 200 }, () => drawParams(space, random));
    for (const [name, range] of Object.entries(space)) {
      if (range.kind !== "choice") continue;
      const drawn = new Set(draws.map((params) => params[name]));
      expect(drawn).toEqual(new Set(range.values));
    }
  }
});

const bySpace = (a: string, b: string) => SEARCHED_FAMILIES.indexOf(a) - SEARCHED_FAMILIES.indexOf(b);

test("what a transformer takes by itself goes with every draw, so no trial is refused in the middle of a job", () => {
  const { parseParams } = learnerOf("transformer");
  const random = Random.seeded(4);
  const draws = Array.from({ length: 50 }, () => drawParams(searchSpaceOf("transformer")!, random));
  let taken = 0;
  for (const given of [...eights.map((width) => ({ width })), ...eights.map((n) => ({ heads: n / 8 }))]) {
    try {
      parseParams(given);
    } catch {
      continue;
    }
    taken++;
    for (const drawn of draws) expect(() => parseParams({ ...drawn, ...given })).not.toThrow();
  }
  expect(taken).toBeGreaterThan(5);
});

const eights = Array.from({ length: 16 }, (_, i) => 8 * (i + 1));

test("boosting is searched over the requirements' nine ranges", () => {
  const { maxLeaves: _, ...space } = searchSpaceOf("boosting")!;
  const ends = Object.fromEntries(
    Object.entries(space).map(([name, range]) => [name, "from" in range ? [range.from, range.to] : range]),
  );
  expect(ends).toEqual({
    rounds: [100, 2000],
    maxDepth: [3, 12],
    learningRate: [0.001, 0.3],
    subsample: [0.6, 1],
    colsample: [0.6, 1],
    minChildWeight: [1, 10],
    gamma: [0, 5],
    alpha: [0, 10],
    lambda: [0, 10],
  });
});

test("a logarithmic range has as many draws below its geometric mean as above, a plain one below its mean", () => {
  const random = Random.seeded(2);
  const draws = Array.from({ length: 2_000 }, () => drawParams(searchSpaceOf("boosting")!, random));
  const below = (name: string, value: number) =>
    draws.filter((drawn) => (drawn[name] as number) < value).length;
  for (const count of [
    below("learningRate", Math.sqrt(0.001 * 0.3)),
    below("rounds", Math.sqrt(100 * 2_000)),
    below("gamma", 2.5),
    below("maxDepth", 8),
  ]) {
    expect(count).toBeGreaterThan(900);
    expect(count).toBeLessThan(1_100);
  }
});

test("fifty trials, a third of them at a time", () => {
  expect(halvingRungs({ trials: 50, eta: 3, rungs: 3 })).toEqual([
    { trials: 50, share: 1 / 9 },
    { trials: 16, share: 1 / 3 },
    { trials: 5, share: 1 },
  ]);
});

test.each([
  [{ trials: 0, eta: 3, rungs: 3 }, "trials"],
  [{ trials: 5, eta: 1, rungs: 3 }, "eta"],
  [{ trials: 5, eta: 3, rungs: 0 }, "rungs"],
])("refuses %j", (options, name) => {
  expect(() => halvingRungs(options)).toThrow(name);
});

test("the lowest losses win, the earlier of equal ones first", () => {
  expect(lowest([3, 1, 2, 1], 3)).toEqual([1, 3, 2]);
});

test("thinned rows are rows, in order, spread over all of them", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (length, count) => {
      const rows = Uint32Array.from({ length }, (_, i) => 7 + 2 * i);
      const some = thinned(rows, count);
      expect(some).toHaveLength(Math.min(length, count));
      some.forEach((row, i) => {
        expect(rows).toContain(row);
        if (i > 0) expect(row - some[i - 1]!).toBeLessThanOrEqual(2 * Math.ceil(length / count));
      });
    }),
  );
});

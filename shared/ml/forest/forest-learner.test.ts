import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { learn, learningProblem } from "../../../tests/support/learning-problem.ts";
import { Random } from "../../math/random.ts";
import { softmax } from "../softmax.ts";
import { leafOf } from "../trees/tree.ts";
import { bootstrapSample } from "./bootstrap-sample.ts";
import type { ForestState } from "./forest-state.ts";

describe("bootstrapSample", () => {
  it("draws as many rows as there are, ascending, and none without weight", () => {
    const weights = fc
      .array(fc.constantFrom(0, 0.5, 1, 7), { minLength: 1, maxLength: 50 })
      .filter((all) => all.some((weight) => weight > 0));
    fc.assert(
      fc.property(weights, fc.integer(), (all, seed) => {
        const sample = [...bootstrapSample(Float32Array.from(all), Random.seeded(seed))];
        expect(sample).toHaveLength(all.length);
        expect(sample).toEqual(sample.toSorted((a, b) => a - b));
        for (const row of sample) expect(all[row]).toBeGreaterThan(0);
      }),
    );
  });

  it("draws a row in proportion to its weight", () => {
    const random = Random.seeded(3);
    const weights = Float32Array.from({ length: 10_000 }, (_, row) => 1 + (row % 4));
    const drawn = new Float64Array(4);
    for (let i = 0; i < 10; i++) for (const row of bootstrapSample(weights, random)) drawn[row % 4]!++;
    drawn.forEach((count, k) => {
      expect(count / 100_000).toBeCloseTo((1 + k) / 10, 2);
    });
  });
});

describe("votes", () => {
  const { data } = learningProblem(800, 8, 1);
  const { learner, params, state } = learn("forest", data, { trees: 12, minLeafRows: 5 });
  const { trees } = state as ForestState;

  it("are shares of the classes in leaves, and every leaf has its own", () => {
    for (const tree of trees) {
      const leaves = tree.left.filter((left) => left === 0).length;
      expect(tree.shares).toHaveLength(3 * leaves);
      for (let at = 0; at < tree.shares.length; at += 3) {
        expect(tree.shares[at]! + tree.shares[at + 1]! + tree.shares[at + 2]!).toBeCloseTo(1, 6);
      }
    }
  });

  it("are all kept, and counted as the epochs", () => {
    expect(trees).toHaveLength(12);
    expect(learner.fitting.epochs(state)).toEqual({ best: 12, last: 12 });
  });

  it("are averaged over the trees, with half a tree more for each class", () => {
    const probabilities = softmax(learner.serving.scores(params, state, data.features, data.rows), 3);
    for (let row = 0; row < data.rows; row += 50) {
      for (let k = 0; k < 3; k++) {
        const votes = trees.map((tree) => {
          const leaf = leafOf(tree, data.features, data.rows, row);
          return tree.shares[3 * tree.value[leaf]! + k]!;
        });
        const sum = votes.reduce((a, b) => a + b, 0);
        expect(probabilities[row * 3 + k]).toBeCloseTo((sum + 0.5) / (trees.length + 1.5), 6);
      }
    }
  });

  it("differ from tree to tree, and come again with the seed", () => {
    const again = learn("forest", data, { trees: 12, minLeafRows: 5 });
    expect(learner.fitting.encode(again.state)).toEqual(learner.fitting.encode(state));
    const other = learn("forest", data, { trees: 12, minLeafRows: 5 }, 2);
    expect(learner.fitting.encode(other.state)).not.toEqual(learner.fitting.encode(state));
    expect(trees[0]!.value).not.toEqual(trees[1]!.value);
  });
});

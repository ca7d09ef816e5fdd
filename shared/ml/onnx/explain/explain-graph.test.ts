import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boost, learningProblem, rowMajor } from "../../../../tests/support/learning-problem.ts";
import { linearModel } from "../../../../tests/support/linear-model.ts";
import { multilayerPerceptron } from "../../../../tests/support/network-models.ts";
import { Random } from "../../../math/random.ts";
import { boostingLearner } from "../../boosting/boosting-learner.ts";
import { withCalibration, withPreprocessing } from "../compose.ts";
import { compileGraph } from "../evaluate.ts";
import type { OnnxGraph } from "../graph.ts";
import { compileExplainer } from "./explain-graph.ts";

const WIDTH = 8;
const { data } = learningProblem(1_500, WIDTH, 1);
const ROWS = rowMajor(data);
const { params, state } = boost(data, { rounds: 12, maxDepth: 5, maxLeaves: 20 });
const vector = { method: "vector", scale: [0.8, 1.1, 1.3], offset: [0.1, -0.2, 0.3] } as const;
const trees = withCalibration(boostingLearner.serving.export(params, state, data.featureNames), vector);
const preprocessing = {
  fill: Float32Array.from({ length: WIDTH }, (_, f) => 0.1 * f),
  mean: Float32Array.from({ length: WIDTH }, (_, f) => 0.2 * f - 1),
  scale: Float32Array.from({ length: WIDTH }, (_, f) => 1 + f),
};
const linear = withPreprocessing(linearModel(WIDTH), preprocessing);
const limited = withPreprocessing(linearModel(WIDTH), { ...preprocessing, limit: 0.5 });

function scorer(graph: OnnxGraph) {
  const compiled = compileGraph(graph);
  return (row: Float32Array) => {
    const [sell, , buy] = compiled.run(row, 1);
    return Math.log(buy! / sell!);
  };
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
/** Rows of the problem, missing values and all. */
const row = fc.nat(1_499).map((i) => ROWS.slice(i * WIDTH, (i + 1) * WIDTH));

describe.each([
  ["trees with vector calibration", trees],
  ["a linear model behind imputation and scaling", linear],
  ["one whose scaled features are limited, too", limited],
])("%s", (_, graph) => {
  const explain = compileExplainer(graph)!;
  const scoreOf = scorer(graph);

  test("contributions add up to what lies between the row and the reference", () => {
    fc.assert(
      fc.property(row, row, (one, reference) => {
        expect(sum(explain(one, reference))).toBeCloseTo(scoreOf(one) - scoreOf(reference), 4);
      }),
    );
  });

  test("a feature that the rows share contributes nothing", () => {
    fc.assert(
      fc.property(row, row, fc.nat(WIDTH - 1), (one, other, feature) => {
        const reference = other.slice();
        reference[feature] = one[feature]!;
        expect(explain(one, reference)[feature]).toBe(0);
      }),
    );
  });

  test("going back takes away what going there gave", () => {
    fc.assert(
      fc.property(row, row, (one, other) => {
        const there = explain(one, other);
        const back = explain(other, one);
        for (const [f, value] of there.entries()) expect(value + back[f]!).toBeCloseTo(0, 9);
      }),
    );
  });

  test("they are Shapley's: the mean over all orders of what a feature adds when it comes", () => {
    const [one, reference] = [ROWS.slice(0, WIDTH), ROWS.slice(WIDTH, 2 * WIDTH)];
    const expected = bruteForce(scoreOf, one, reference);
    for (const [f, value] of explain(one, reference).entries()) expect(value).toBeCloseTo(expected[f]!, 4);
  });
});

/** Shapley values by their definition, over all 2^n coalitions. */
function bruteForce(
  scoreOf: (row: Float32Array) => number,
  one: Float32Array,
  reference: Float32Array,
): number[] {
  const scores = Array.from({ length: 2 ** WIDTH }, (_, members) =>
    scoreOf(one.map((value, f) => ((members >> f) & 1 ? value : reference[f]!))),
  );
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const size = (members: number) => members.toString(2).replaceAll("0", "").length;
  return Array.from({ length: WIDTH }, (_, f) =>
    scores.reduce((total, score, members) => {
      if ((members >> f) & 1) return total;
      const share = (factorial(size(members)) * factorial(WIDTH - size(members) - 1)) / factorial(WIDTH);
      return total + share * (scores[members | (1 << f)]! - score);
    }, 0),
  );
}

test("a linear model's contribution is the coefficient times the standardised difference", () => {
  const weights = linearModel(WIDTH).initializers[0]!.data as Float32Array;
  const random = Random.seeded(2);
  const draw = () => Float32Array.from({ length: WIDTH }, () => random.normal());
  const [one, reference] = [draw(), draw()];
  for (const [f, value] of compileExplainer(linear)!(one, reference).entries()) {
    const coefficient = weights[3 * f + 2]! - weights[3 * f]!;
    expect(value).toBeCloseTo((coefficient * (one[f]! - reference[f]!)) / preprocessing.scale[f]!, 5);
  }
});

test("a network is not a sum of anything", () => {
  expect(compileExplainer(multilayerPerceptron(WIDTH))).toBeUndefined();
});

import { expect, test } from "vitest";
import { boost, learningProblem, rowMajor } from "../../../tests/support/learning-problem.ts";
import { linearModel } from "../../../tests/support/linear-model.ts";
import { evaluatorRuntime } from "../../adapters/onnx/evaluator-runtime.ts";
import { Random } from "../../math/random.ts";
import { boostingLearner } from "../../ml/boosting/boosting-learner.ts";
import { UNCALIBRATED } from "../../ml/calibration/calibration.ts";
import { withCalibration } from "../../ml/onnx/compose.ts";
import { encodeModel } from "../../ml/onnx/encode-model.ts";
import type { OnnxGraph } from "../../ml/onnx/graph.ts";
import type { LoadedModel } from "../../ports/model-runtime.ts";
import { explainRow } from "./infer.ts";

const WIDTH = 14;
const { data } = learningProblem(600, WIDTH, 4);
const { params, state } = boost(data, { rounds: 8, maxDepth: 4 });
const TREES = withCalibration(boostingLearner.serving.export(params, state, data.featureNames), UNCALIBRATED);
const MEDIANS = Array.from({ length: WIDTH }, (_, f) => (f === 9 ? null : 0));

async function load(graph: OnnxGraph): Promise<LoadedModel> {
  const loaded = await evaluatorRuntime.load(encodeModel(graph));
  if ("refused" in loaded) throw new Error(loaded.reason);
  return loaded;
}

const total = (contributions: readonly { readonly contribution: number }[]) =>
  contributions.reduce((sum, { contribution }) => sum + contribution, 0);

async function explained(...asked: Parameters<typeof explainRow>) {
  const explanation = await explainRow(...asked);
  if (!explanation) throw new Error("not explained");
  return explanation;
}

test("the ten largest contributions and the rest add up to score - base", async () => {
  const row = rowMajor(data).slice(0, WIDTH);
  const { method, score, base, contributions, rest } = await explained(
    await load(TREES),
    data.featureNames,
    row,
    MEDIANS,
  );
  expect(method).toBe("shapley");
  expect(contributions).toHaveLength(10);
  expect(base + total(contributions) + rest).toBeCloseTo(score, 4);
  const sizes = contributions.map(({ contribution }) => Math.abs(contribution));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  for (const { feature, value, reference } of contributions) {
    const f = data.featureNames.indexOf(feature);
    expect(value).toBe(Number.isNaN(row[f]!) ? null : row[f]!);
    expect(reference).toBe(MEDIANS[f]);
  }
});

/** A runtime that cannot tell; its model is linear, so that occlusion must find what the explainer finds. */
async function withoutExplainer(graph: OnnxGraph): Promise<LoadedModel> {
  const { explain: _, ...loaded } = await load(graph);
  return loaded;
}

test("taking features away from a linear model finds its very contributions", async () => {
  const graph = linearModel(WIDTH);
  const random = Random.seeded(8);
  const row = Float32Array.from({ length: WIDTH }, () => random.normal());
  const zeros = MEDIANS.map(() => 0);
  const told = await explained(await load(graph), data.featureNames, row, zeros);
  const occluded = await explained(await withoutExplainer(graph), data.featureNames, row, zeros);
  expect([told.method, occluded.method]).toEqual(["shapley", "occlusion"]);
  const byName = ({ contributions }: typeof told) =>
    Object.fromEntries(contributions.map(({ feature, contribution }) => [feature, contribution]));
  for (const [feature, contribution] of Object.entries(byName(told))) {
    expect(byName(occluded)[feature]).toBeCloseTo(contribution, 4);
  }
});

test("of a sequence a feature is taken away at every bar, in one run", async () => {
  const names = ["a", "b"];
  const calls: number[] = [];
  // Answers BUY by the sum of a over the bars; b is nothing to it.
  const loaded: LoadedModel = {
    runtime: "wasm",
    rowShape: [3, 2],
    async run(features, rows) {
      calls.push(rows);
      return Float32Array.from({ length: rows * 3 }, (_, i) => {
        const at = Math.floor(i / 3) * 6;
        const edge = 0.1 * (features[at]! + features[at + 2]! + features[at + 4]!);
        return [0.3 - edge, 0.4, 0.3 + edge][i % 3]!;
      });
    },
    release: async () => {},
  };
  const { method, contributions, rest, score } = await explained(
    loaded,
    names,
    Float32Array.of(0.5, 7, 0.5, 8, 1, 9),
    [0, 0],
  );
  expect(calls).toEqual([4]);
  expect({ method, rest }).toEqual({ method: "occlusion", rest: 0 });
  expect(score).toBeCloseTo(Math.log(0.5 / 0.1), 5);
  expect(contributions).toEqual([
    { feature: "a", value: 1, reference: 0, contribution: expect.closeTo(Math.log(5), 5) },
    { feature: "b", value: 9, reference: 0, contribution: 0 },
  ]);
});

test("a model that says nothing of missing values, and came without medians, is not explained", async () => {
  const row = new Float32Array(WIDTH).fill(1);
  const loaded = await load(linearModel(WIDTH));
  expect(await explainRow(loaded, data.featureNames, row, undefined)).toBeNull();
});

import { describe, expect, it } from "vitest";
import { boost, learn, learningProblem, rowMajor } from "../../../tests/support/learning-problem.ts";
import { longShortTermMemory, multilayerPerceptron } from "../../../tests/support/network-models.ts";
import { localWasmRuntime, nativeStandIn } from "../../../tests/support/onnx-runtimes.ts";
import { Random } from "../../math/random.ts";
import { boostingLearner } from "../../ml/boosting/boosting-learner.ts";
import { type Calibration, calibratedProbabilities, UNCALIBRATED } from "../../ml/calibration/calibration.ts";
import { withCalibration, withPreprocessing } from "../../ml/onnx/compose.ts";
import { encodeModel } from "../../ml/onnx/encode-model.ts";
import type { OnnxGraph } from "../../ml/onnx/graph.ts";
import type { ModelRuntime } from "../../ports/model-runtime.ts";
import { evaluatorRuntime } from "./evaluator-runtime.ts";

const RUNTIMES = [evaluatorRuntime, nativeStandIn, localWasmRuntime];
const NETWORK_RUNTIMES = [nativeStandIn, localWasmRuntime];
const ROWS = 200;

const { data } = learningProblem(ROWS, 8, 1);
const { params, state } = boost(data, { rounds: 30, learningRate: 0.3 });
const ensemble = boostingLearner.serving.export(params, state, data.featureNames);
const features = rowMajor(data);

async function load(runtime: ModelRuntime, graph: OnnxGraph) {
  const model = await runtime.load(encodeModel(graph));
  if ("refused" in model) throw new Error(model.reason);
  return model;
}

function worstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}

describe.each(RUNTIMES)("$name", (runtime) => {
  it.each<Calibration>([
    { method: "temperature", temperature: Math.fround(1.7) },
    { method: "vector", scale: [0.5, 2, 1.25], offset: [-1, 0.125, 0.75] },
  ])(
    "gives the learner's probabilities calibrated by $method, missing values and all",
    async (calibration) => {
      const model = await load(runtime, withCalibration(ensemble, calibration));
      const scores = boostingLearner.serving.scores(params, state, data.features, ROWS);
      const expected = calibratedProbabilities(scores, calibration);
      expect(model.runtime).toBe(runtime.name);
      expect(worstDifference(await model.run(features, ROWS), expected)).toBeLessThan(1e-6);
      await model.release();
    },
  );

  it.each([
    ["boosting-depthwise", { rounds: 20, learningRate: 0.3 }],
    ["forest", { trees: 30, minLeafRows: 2 }],
    ["logistic", {}],
  ])("gives the probabilities of %s, missing values and outliers too", async (family, input) => {
    const { learner, params, state } = learn(family, data, input);
    const rows = data.features.map((value, i) => (i % 97 === 0 ? 1e5 : value));
    const calibration: Calibration = { method: "vector", scale: [1.5, 0.75, 1], offset: [0.5, 0, -0.25] };
    const model = await load(
      runtime,
      withCalibration(learner.serving.export(params, state, data.featureNames), calibration),
    );
    const expected = calibratedProbabilities(learner.serving.scores(params, state, rows, ROWS), calibration);
    const given = await model.run(rowMajor({ ...data, features: rows }), ROWS);
    expect(worstDifference(given, expected)).toBeLessThan(1e-5);
    await model.release();
  });

  it("imputes and scales inside the model", async () => {
    const preprocessing = {
      fill: Float32Array.from({ length: 8 }, (_, i) => i / 10),
      mean: Float32Array.from({ length: 8 }, (_, i) => i / 7),
      scale: Float32Array.from({ length: 8 }, (_, i) => 1 + i / 3),
    };
    const model = await load(
      runtime,
      withCalibration(withPreprocessing(ensemble, preprocessing), UNCALIBRATED),
    );
    const bare = await load(runtime, withCalibration(ensemble, UNCALIBRATED));
    const prepared = features.map((value, i) => {
      const { fill, mean, scale } = preprocessing;
      const imputed = Number.isNaN(value) ? fill[i % 8]! : value;
      return Math.fround(imputed - mean[i % 8]!) / scale[i % 8]!;
    });
    const given = await model.run(features, ROWS);
    expect(worstDifference(given, await bare.run(prepared, ROWS))).toBeLessThan(1e-6);
  });

  it("answers one row as it answers many, and runs at the same time do not mix", async () => {
    const model = await load(runtime, withCalibration(ensemble, UNCALIBRATED));
    const together = await model.run(features, ROWS);
    const single = await Promise.all(
      Array.from({ length: 20 }, (_, row) => model.run(features.slice(row * 8, (row + 1) * 8), 1)),
    );
    expect(
      worstDifference(
        single.flatMap((row) => [...row]),
        together.subarray(0, 60),
      ),
    ).toBeLessThan(1e-6);
  });

  it.each([
    ["too few numbers", 7, 1],
    ["too many numbers", 16, 1],
    ["no rows", 0, 0],
    ["half a row", 4, 0.5],
  ])("refuses %s", async (_, length, rows) => {
    const model = await load(runtime, withCalibration(ensemble, UNCALIBRATED));
    await expect(model.run(new Float32Array(length), rows)).rejects.toThrow(RangeError);
  });

  it.each([
    ["that is no model", new Uint8Array([1, 2, 3])],
    ["with other outputs", encodeModel(ensemble)],
    [
      "with other inputs",
      encodeModel({
        ...withCalibration(ensemble, UNCALIBRATED),
        inputs: [{ name: "x", elementType: 1, shape: ["N", 8] }],
      }),
    ],
  ])("fails on a file %s", async (_, bytes) => {
    await expect(runtime.load(bytes)).rejects.toMatchObject({ code: "unsupported_model" });
  });
});

describe("networks", () => {
  const sequences = Random.seeded(4);
  const inputs = Float32Array.from({ length: 5 * 4 * 3 }, () => sequences.normal());

  it("are refused by the evaluator, which says what it does not compute", async () => {
    const refusal = await evaluatorRuntime.load(encodeModel(multilayerPerceptron(12)));
    expect(refusal).toEqual({ refused: "model", reason: expect.stringContaining("Elu") });
    expect(await evaluatorRuntime.load(encodeModel(longShortTermMemory(4, 3)))).toMatchObject({
      refused: "model",
    });
  });

  it.each([
    ["a multilayer perceptron", multilayerPerceptron(12)],
    ["an LSTM over sequences", longShortTermMemory(4, 3)],
  ])("%s: native and wasm agree", async (_, graph) => {
    const [native, wasm] = await Promise.all(
      NETWORK_RUNTIMES.map(async (runtime) => (await load(runtime, graph)).run(inputs, 5)),
    );
    expect(worstDifference(native!, wasm!)).toBeLessThan(1e-6);
    for (let row = 0; row < 5; row++) {
      expect(native!.subarray(row * 3, row * 3 + 3).reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
    }
  });

  it.each(NETWORK_RUNTIMES)("$name refuses operators that nobody knows", async (runtime) => {
    const graph = multilayerPerceptron(12);
    const nodes = graph.nodes.map((node) => (node.opType === "Elu" ? { ...node, opType: "Magic" } : node));
    expect(await runtime.load(encodeModel({ ...graph, nodes }))).toEqual({
      refused: "model",
      reason: expect.stringContaining("Magic"),
    });
  });
});

import { expect } from "vitest";
import { Random } from "../../shared/math/random.ts";
import { encodeModel } from "../../shared/ml/onnx/encode-model.ts";
import { compileGraph } from "../../shared/ml/onnx/evaluate.ts";
import {
  ELEMENT_TYPE,
  floatTensor,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  OPSETS,
} from "../../shared/ml/onnx/graph.ts";
import { InferenceSession, Tensor } from "./native-onnx.ts";

export const WIDTH = 4;
const ROWS = 50;
const random = Random.seeded(1);
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
export const features = normals(ROWS * WIDTH).map((value, i) => (i % 7 === 0 ? Number.NaN : value));
export const complete = normals(ROWS * WIDTH);

export function graphOf(
  nodes: readonly OnnxNode[],
  width: number,
  initializers: OnnxGraph["initializers"] = [],
): OnnxGraph {
  return {
    name: "test",
    nodes,
    inputs: [{ name: "features", elementType: ELEMENT_TYPE.float, shape: ["N", WIDTH] }],
    outputs: [{ name: "probabilities", elementType: ELEMENT_TYPE.float, shape: ["N", width] }],
    initializers,
    opsets: OPSETS,
    metadata: {},
  };
}

/** ONNX Runtime is the oracle. */
export async function expectLikeOnnxRuntime(graph: OnnxGraph, input: Float32Array, tolerance = 1e-6) {
  const session = await InferenceSession.create(encodeModel(graph), { logSeverityLevel: 3 });
  const answer = await session.run({ features: new Tensor("float32", input, [ROWS, WIDTH]) });
  const expected = answer.probabilities!.data as Float32Array;
  const given = compileGraph(graph).run(input, ROWS);
  expect(given).toHaveLength(expected.length);
  given.forEach((value, i) => {
    if (!Object.is(value, expected[i])) expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance);
  });
}

export const row = floatTensor("row", [1, WIDTH], normals(WIDTH));
export const scalar = floatTensor("scalar", [], [1.7]);
export const weights = floatTensor("weights", [WIDTH, 3], normals(WIDTH * 3));
export const turned = floatTensor("turned", [3, WIDTH], normals(WIDTH * 3));
export const bias = floatTensor("bias", [3], normals(3));
export const int = (value: number): OnnxAttribute => ({ kind: "int", value });
export const number = (value: number): OnnxAttribute => ({ kind: "float", value });

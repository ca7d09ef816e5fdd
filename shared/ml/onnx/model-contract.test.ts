import { expect, it } from "vitest";
import { longShortTermMemory, multilayerPerceptron } from "../../../tests/support/network-models.ts";
import { decodeModel } from "./decode-model.ts";
import { encodeModel } from "./encode-model.ts";
import type { OnnxValue } from "./graph.ts";
import { rowShape, withDescription } from "./model-contract.ts";

const graph = multilayerPerceptron(12);

it("knows the shape of a row", () => {
  expect(rowShape(graph)).toEqual([12]);
  expect(rowShape(longShortTermMemory(30, 4))).toEqual([30, 4]);
});

const input = (change: Partial<OnnxValue>) => ({ ...graph, inputs: [{ ...graph.inputs[0]!, ...change }] });
const output = (change: Partial<OnnxValue>) => ({ ...graph, outputs: [{ ...graph.outputs[0]!, ...change }] });

it.each([
  ["an input of another name", input({ name: "x" })],
  ["whole numbers", input({ elementType: 7 })],
  ["rows of any length", input({ shape: ["N", "F"] })],
  ["rows of nothing", input({ shape: ["N", 0] })],
  ["no rows", input({ shape: ["N"] })],
  ["too many dimensions", input({ shape: ["N", 2, 3, 4] })],
  ["an output of another name", output({ name: "scores" })],
  ["two classes", output({ shape: ["N", 2] })],
  ["classes as whole numbers", output({ elementType: 7 })],
])("refuses a model with %s", (_, broken) => {
  expect(() => rowShape(broken)).toThrow(/unsupported_model/);
});

it("a file says what its model was made for", () => {
  const described = withDescription(graph, { featureNames: ["rsi_14", "a,b"], featureSetVersion: "v1" });
  expect(decodeModel(encodeModel(described)).metadata).toEqual({
    feature_names: '["rsi_14","a,b"]',
    feature_set_version: "v1",
    class_order: "SELL,HOLD,BUY",
  });
});

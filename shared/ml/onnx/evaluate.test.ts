import { describe, it } from "vitest";
import {
  bias,
  complete,
  expectLikeOnnxRuntime,
  features,
  graphOf,
  int,
  number,
  row,
  scalar,
  turned,
  WIDTH,
  weights,
} from "../../../tests/support/onnx-oracle.ts";
import { floatTensor, node } from "./graph.ts";

describe("operators agree with ONNX Runtime", () => {
  it.each(["Add", "Sub", "Mul", "Div"])("%s, by a row, a number and the same value", async (operator) => {
    for (const other of ["row", "scalar", "features"]) {
      const nodes = [node(operator, ["features", other], "probabilities")];
      await expectLikeOnnxRuntime(graphOf(nodes, WIDTH, [row, scalar]), features);
    }
  });

  it("IsNaN and Where", async () => {
    const nodes = [
      node("IsNaN", ["features"], "missing"),
      node("Where", ["missing", "row", "features"], "probabilities"),
    ];
    await expectLikeOnnxRuntime(graphOf(nodes, WIDTH, [row]), features);
  });

  it("Log of anything, and Clip", async () => {
    await expectLikeOnnxRuntime(graphOf([node("Log", ["features"], "probabilities")], WIDTH), features);
    const bounds = [floatTensor("low", [], [-0.5]), floatTensor("high", [], [0.75])];
    const nodes = [node("Clip", ["features", "low", "high"], "probabilities")];
    await expectLikeOnnxRuntime(graphOf(nodes, WIDTH, bounds), complete);
  });

  it("MatMul", async () => {
    const nodes = [node("MatMul", ["features", "weights"], "probabilities")];
    await expectLikeOnnxRuntime(graphOf(nodes, 3, [weights]), complete);
  });

  it.each([
    ["alone", ["features", "weights"], {}],
    ["with a row added", ["features", "weights", "bias"], {}],
    ["with factors", ["features", "weights", "bias"], { alpha: number(0.3), beta: number(-2) }],
    ["with turned weights", ["features", "turned", "bias"], { transB: int(1) }],
    ["with a number added", ["features", "weights", "scalar"], {}],
  ])("Gemm %s", async (_, inputs, attributes) => {
    const nodes = [node("Gemm", inputs, "probabilities", attributes)];
    await expectLikeOnnxRuntime(graphOf(nodes, 3, [weights, turned, bias, scalar]), complete);
  });

  it.each([{}, { axis: int(1) }, { axis: int(-1) }])("Softmax %j, large scores too", async (attributes) => {
    const nodes = [
      node("Mul", ["features", "hundred"], "scores"),
      node("Softmax", ["scores"], "probabilities", attributes),
    ];
    await expectLikeOnnxRuntime(graphOf(nodes, WIDTH, [floatTensor("hundred", [1], [100])]), complete);
  });
});

import { describe, expect, it } from "vitest";
import {
  bias,
  graphOf,
  int,
  row,
  scalar,
  turned,
  WIDTH,
  weights,
} from "../../../tests/support/onnx-oracle.ts";
import { compileGraph } from "./evaluate.ts";
import { ELEMENT_TYPE, node, type OnnxGraph } from "./graph.ts";
import { UnsupportedGraphError } from "./operators/unsupported-graph.ts";

describe("graphs are refused", () => {
  const softmax = node("Softmax", ["features"], "probabilities");
  const sequence = [{ name: "features", elementType: ELEMENT_TYPE.float, shape: ["N", 5, WIDTH] }];
  it.each<[string, OnnxGraph]>([
    ["with unknown operators", graphOf([node("Elu", ["features"], "probabilities")], WIDTH)],
    ["with operators of an unknown domain", graphOf([{ ...softmax, domain: "com.example" }], WIDTH)],
    ["over sequences", { ...graphOf([softmax], WIDTH), inputs: sequence }],
    [
      "with an input of another name",
      { ...graphOf([softmax], WIDTH), inputs: [{ name: "x", elementType: 1, shape: ["N", 4] }] },
    ],
    [
      "of any width",
      { ...graphOf([softmax], WIDTH), inputs: [{ name: "features", elementType: 1, shape: ["N", "F"] }] },
    ],
    [
      "of whole numbers",
      { ...graphOf([softmax], WIDTH), inputs: [{ name: "features", elementType: 7, shape: ["N", 4] }] },
    ],
    ["that read what is not there", graphOf([node("Softmax", ["nothing"], "probabilities")], WIDTH)],
    ["that give nothing", graphOf([node("Softmax", ["features"], "other")], WIDTH)],
    ["that give a value twice", graphOf([softmax, softmax], WIDTH)],
    ["whose nodes have no inputs", graphOf([node("Add", [], "probabilities")], WIDTH)],
    ["whose nodes have two outputs", graphOf([{ ...softmax, outputs: ["probabilities", "b"] }], WIDTH)],
    [
      "with a softmax over rows",
      graphOf([node("Softmax", ["features"], "probabilities", { axis: int(0) })], WIDTH),
    ],
    [
      "that turn rows around",
      graphOf([node("Gemm", ["features", "weights"], "probabilities", { transA: int(1) })], 3, [weights]),
    ],
    [
      "with weights that do not fit",
      graphOf([node("MatMul", ["features", "turned"], "probabilities")], 3, [turned]),
    ],
    [
      "with an added row that does not fit",
      graphOf([node("Gemm", ["features", "weights", "row"], "probabilities")], 3, [weights, row]),
    ],
    [
      "that clip on one side",
      graphOf([node("Clip", ["features", "scalar"], "probabilities")], WIDTH, [scalar]),
    ],
    [
      "with widths that do not fit",
      graphOf([node("Add", ["features", "bias"], "probabilities")], WIDTH, [bias]),
    ],
    [
      "with a table where a row should be",
      graphOf([node("Add", ["features", "weights"], "probabilities")], WIDTH, [weights]),
    ],
    [
      "with weights that are computed",
      graphOf([node("MatMul", ["features", "features"], "probabilities")], WIDTH),
    ],
  ])("%s", (_, graph) => {
    expect(() => compileGraph(graph)).toThrow(UnsupportedGraphError);
  });
});

import { Random } from "../../shared/math/random.ts";
import { ELEMENT_TYPE, floatTensor, node, type OnnxGraph, OPSETS } from "../../shared/ml/onnx/graph.ts";

/** A multinomial logistic regression with weights drawn from the seed: every runtime takes it. */
export function linearModel(features: number, seed = 1): OnnxGraph {
  const random = Random.seeded(seed);
  const weights = Float32Array.from({ length: features * 3 }, () => 0.05 * random.normal());
  return {
    name: "linear",
    nodes: [node("MatMul", ["features", "weights"], "scores"), node("Softmax", ["scores"], "probabilities")],
    inputs: [{ name: "features", elementType: ELEMENT_TYPE.float, shape: ["N", features] }],
    outputs: [{ name: "probabilities", elementType: ELEMENT_TYPE.float, shape: ["N", 3] }],
    initializers: [floatTensor("weights", [features, 3], weights)],
    opsets: OPSETS,
    metadata: {},
  };
}

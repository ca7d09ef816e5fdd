import { Random } from "../../shared/math/random.ts";
import { ELEMENT_TYPE, floatTensor, node, type OnnxGraph, OPSETS } from "../../shared/ml/onnx/graph.ts";

const CLASSES = 3;

/**
 * Model files shaped like neural networks, which only ONNX Runtime takes: our own evaluator knows neither Elu nor an LSTM
 * that runs backwards. Their weights are drawn from the seed.
 */
export function multilayerPerceptron(features: number, hidden = 8, seed = 1): OnnxGraph {
  const weights = weightsOf(seed);
  return networkOf(
    [features],
    [
      node("Gemm", ["features", "hidden_weights", "hidden_bias"], "hidden"),
      node("Elu", ["hidden"], "activated"),
      node("Gemm", ["activated", "output_weights", "output_bias"], "scores"),
      node("Softmax", ["scores"], "probabilities"),
    ],
    [
      weights("hidden_weights", [features, hidden]),
      weights("hidden_bias", [hidden]),
      weights("output_weights", [hidden, CLASSES]),
      weights("output_bias", [CLASSES]),
    ],
  );
}

/** An LSTM over sequences float32[N, T, F], newest bar first; its last hidden state goes to a linear layer. */
export function longShortTermMemory(steps: number, features: number, hidden = 8, seed = 1): OnnxGraph {
  const weights = weightsOf(seed);
  return networkOf(
    [steps, features],
    [
      node("Transpose", ["features"], "sequence", { perm: { kind: "ints", value: [1, 0, 2] } }),
      {
        ...node("LSTM", ["sequence", "input_weights", "recurrent_weights", "bias"], "", {
          hidden_size: { kind: "int", value: hidden },
          direction: { kind: "string", value: "reverse" },
        }),
        outputs: ["", "last_hidden"],
      },
      node("Squeeze", ["last_hidden", "direction_axis"], "state"),
      node("Gemm", ["state", "output_weights"], "scores"),
      node("Softmax", ["scores"], "probabilities"),
    ],
    [
      weights("input_weights", [1, 4 * hidden, features]),
      weights("recurrent_weights", [1, 4 * hidden, hidden]),
      weights("bias", [1, 8 * hidden]),
      weights("output_weights", [hidden, CLASSES]),
      { name: "direction_axis", dims: [1], data: BigInt64Array.of(0n) },
    ],
  );
}

function weightsOf(seed: number) {
  const random = Random.seeded(seed);
  return (name: string, dims: readonly number[]) => {
    const length = dims.reduce((product, size) => product * size, 1);
    return floatTensor(
      name,
      dims,
      Float32Array.from({ length }, () => 0.5 * random.normal()),
    );
  };
}

function networkOf(
  rowShape: readonly number[],
  nodes: OnnxGraph["nodes"],
  initializers: OnnxGraph["initializers"],
): OnnxGraph {
  return {
    name: "network",
    nodes,
    inputs: [{ name: "features", elementType: ELEMENT_TYPE.float, shape: ["N", ...rowShape] }],
    outputs: [{ name: "probabilities", elementType: ELEMENT_TYPE.float, shape: ["N", CLASSES] }],
    initializers,
    opsets: OPSETS,
    metadata: {},
  };
}

import { CLASSES } from "../../learner.ts";
import type { OnnxGraph, OnnxNode, OnnxTensor } from "../graph.ts";
import { OUTPUT } from "../model-contract.ts";
import { attribute } from "../operators/attribute.ts";
import { UnsupportedGraphError } from "../operators/unsupported-graph.ts";

/** A part of a score that is a sum over features or over trees. */
export type AdditiveTerm =
  | { readonly kind: "features"; readonly value: string; readonly coefficients: Float64Array }
  | { readonly kind: "trees"; readonly node: OnnxNode; readonly coefficients: Float64Array };

const FEATUREWISE = ["Where", "IsNaN", "Clip"];

/**
 * The score ln(p_buy / p_sell) of a graph as a sum: the softmax's two inputs, followed back through whatever is linear
 * until trees or single features are met. Constants are left out; they explain nothing.
 * Throws an UnsupportedGraphError where something else comes between.
 */
export function additiveTerms(graph: OnnxGraph): AdditiveTerm[] {
  const producers = new Map(graph.nodes.map((node) => [node.outputs[0]!, node]));
  const constants = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const softmax = producers.get(OUTPUT);
  if (softmax?.opType !== "Softmax") throw new UnsupportedGraphError("the probabilities are no softmax");
  const edge = Float64Array.from(CLASSES, (name) => ({ SELL: -1, HOLD: 0, BUY: 1 })[name]);
  return follow(softmax.inputs[0]!, edge);

  function follow(name: string, coefficients: Float64Array): AdditiveTerm[] {
    if (constants.has(name)) return [];
    const node = producers.get(name);
    if (!node || FEATUREWISE.includes(node.opType)) return [{ kind: "features", value: name, coefficients }];
    const [first, second] = node.inputs as [string, string];
    switch (node.opType) {
      case "TreeEnsembleRegressor":
        return [{ kind: "trees", node, coefficients }];
      case "Add":
        return [...follow(first, coefficients), ...follow(second, coefficients)];
      case "Sub":
        return [
          ...follow(first, coefficients),
          ...follow(
            second,
            coefficients.map((c) => -c),
          ),
        ];
      case "Mul":
        return constants.has(first)
          ? follow(
              second,
              scaled(coefficients, constantOf(first), (c, k) => c * k),
            )
          : follow(
              first,
              scaled(coefficients, constantOf(second), (c, k) => c * k),
            );
      case "Div":
        return follow(
          first,
          scaled(coefficients, constantOf(second), (c, k) => c / k),
        );
      case "MatMul":
        return follow(first, before(coefficients, constantTensor(second), false, 1));
      case "Gemm": {
        const transposed = attribute(node, "transB", "int", 0) !== 0;
        const alpha = attribute(node, "alpha", "float", 1);
        return follow(first, before(coefficients, constantTensor(second), transposed, alpha));
      }
      default:
        throw new UnsupportedGraphError(`${node.opType} is not linear`);
    }
  }

  function constantTensor(name: string): OnnxTensor & { readonly data: Float32Array } {
    const tensor = constants.get(name);
    if (tensor?.data instanceof Float32Array) return { ...tensor, data: tensor.data };
    throw new UnsupportedGraphError(`${name} is no constant`);
  }

  function constantOf(name: string): Float32Array {
    return constantTensor(name).data;
  }
}

function scaled(
  coefficients: Float64Array,
  constant: Float32Array,
  scale: (coefficient: number, by: number) => number,
): Float64Array {
  return coefficients.map((c, i) => scale(c, constant[constant.length === 1 ? 0 : i]!));
}

/** Coefficients of a product's rows, from those of its result. */
function before(
  coefficients: Float64Array,
  { dims, data }: OnnxTensor & { readonly data: Float32Array },
  transposed: boolean,
  alpha: number,
): Float64Array {
  const outer = coefficients.length;
  const inner = data.length / outer;
  if (dims.length !== 2) throw new UnsupportedGraphError("the weights are no matrix");
  return Float64Array.from({ length: inner }, (_, i) =>
    coefficients.reduce(
      (sum, c, j) => sum + alpha * c * data[transposed ? j * inner + i : i * outer + j]!,
      0,
    ),
  );
}

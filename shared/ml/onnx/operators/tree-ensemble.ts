import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import { readLeafWeights } from "./leaf-weights.ts";
import type { RegisterPlan, RowOperation } from "./registers.ts";
import { findRoots, readNodes } from "./tree-nodes.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** TreeEnsembleRegressor of ai.onnx.ml: sums of leaf weights. */
export function treeEnsemble(node: OnnxNode, plan: RegisterPlan): RowOperation {
  if (attribute(node, "aggregate_function", "string", "SUM") !== "SUM") {
    throw new UnsupportedGraphError("the trees are not summed up");
  }
  if (attribute(node, "post_transform", "string", "NONE") !== "NONE") {
    throw new UnsupportedGraphError("the sums of the trees are transformed");
  }
  const input = plan.read(node.inputs[0]!);
  const output = plan.define(node.outputs[0]!, attribute(node, "n_targets", "int", 1));
  const nodes = readNodes(node, input.width);
  const roots = findRoots(nodes);
  const leaves = readLeafWeights(node, nodes, output.width);
  const base = Float32Array.from(attribute(node, "base_values", "floats", []));
  if (base.length !== 0 && base.length !== output.width) {
    throw new UnsupportedGraphError("there is not one base value a target");
  }
  const { feature, threshold, whenBelow, whenAbove, missingBelow } = nodes;
  const { first, target, weight } = leaves;

  return (registers) => {
    registers.fill(0, output.at, output.at + output.width);
    for (let r = 0; r < roots.length; r++) {
      let at = roots[r]!;
      for (let below = whenBelow[at]!; below >= 0; below = whenBelow[at]!) {
        const x = registers[input.at + feature[at]!]!;
        at = x <= threshold[at]! || (missingBelow[at] === 1 && Number.isNaN(x)) ? below : whenAbove[at]!;
      }
      for (let w = first[at]!; w < first[at + 1]!; w++) registers[output.at + target[w]!]! += weight[w]!;
    }
    for (let k = 0; k < base.length; k++) registers[output.at + k]! += base[k]!;
  };
}

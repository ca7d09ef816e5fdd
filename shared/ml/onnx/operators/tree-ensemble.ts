import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import type { RegisterPlan, RowOperation } from "./registers.ts";
import { readLeafWeights } from "./tree-leaves.ts";
import { ABOVE, BELOW, readTrees, SPLIT } from "./tree-table.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** TreeEnsembleRegressor of ai.onnx.ml: sums of leaf weights, added up in float32 as ONNX Runtime does. */
export function treeEnsemble(node: OnnxNode, plan: RegisterPlan): RowOperation {
  if (attribute(node, "aggregate_function", "string", "SUM") !== "SUM") {
    throw new UnsupportedGraphError("the trees are not summed up");
  }
  if (attribute(node, "post_transform", "string", "NONE") !== "NONE") {
    throw new UnsupportedGraphError("the sums of the trees are transformed");
  }
  const input = plan.read(node.inputs[0]!);
  const output = plan.define(node.outputs[0]!, attribute(node, "n_targets", "int", 1));
  const trees = readTrees(node, input.width);
  const { target, weight } = readLeafWeights(node, trees, output.width);
  const { words, thresholds, roots } = trees;
  const base = Float32Array.from(attribute(node, "base_values", "floats", []));
  if (base.length !== 0 && base.length !== output.width) {
    throw new UnsupportedGraphError("there is not one base value a target");
  }

  return (registers) => {
    registers.fill(0, output.at, output.at + output.width);
    for (let tree = 0; tree < roots.length; tree++) {
      let at = roots[tree]!;
      for (let below = words[at + BELOW]!; below !== 0; below = words[at + BELOW]!) {
        const split = words[at + SPLIT]!;
        const x = registers[input.at + (split >> 1)]!;
        at = x <= thresholds[at]! || ((split & 1) === 1 && Number.isNaN(x)) ? below : words[at + ABOVE]!;
      }
      const end = words[at + ABOVE]!;
      for (let i = words[at + SPLIT]!; i < end; i++) registers[output.at + target[i]!]! += weight[i]!;
    }
    for (let k = 0; k < base.length; k++) registers[output.at + k]! += base[k]!;
  };
}

import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import type { RegisterPlan, RowOperation } from "./registers.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** LayerNormalization over the last axis. */
export function layerNormalisation(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const [input, gain] = [plan.read(node.inputs[0]!), plan.read(node.inputs[1] ?? "")];
  const bias = node.inputs[2] ? plan.read(node.inputs[2]) : undefined;
  const size = input.shape.at(-1)!;
  const axis = attribute(node, "axis", "int", -1);
  if (axis !== -1 && axis !== input.shape.length - 1) {
    throw new UnsupportedGraphError(`LayerNormalization begins at axis ${axis}`);
  }
  if (gain.width !== size || (bias && bias.width !== size)) {
    throw new UnsupportedGraphError("the gain of LayerNormalization does not fit its input");
  }
  const epsilon = attribute(node, "epsilon", "float", 1e-5);
  const output = plan.define(node.outputs[0]!, input.width, input.shape);
  return (registers) => {
    for (let first = 0; first < input.width; first += size) {
      const from = input.at + first;
      let mean = 0;
      for (let k = 0; k < size; k++) mean += registers[from + k]!;
      mean /= size;
      let variance = 0;
      for (let k = 0; k < size; k++) variance += (registers[from + k]! - mean) ** 2;
      const scale = 1 / Math.sqrt(variance / size + epsilon);
      for (let k = 0; k < size; k++) {
        const normal = (registers[from + k]! - mean) * scale * registers[gain.at + k]!;
        registers[output.at + first + k] = normal + (bias ? registers[bias.at + k]! : 0);
      }
    }
  };
}

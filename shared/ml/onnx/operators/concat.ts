import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import type { RegisterPlan, RowOperation } from "./registers.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** Rows side by side. */
export function concat(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const axis = attribute(node, "axis", "int", 0);
  if (axis !== -1 && axis !== 1) throw new UnsupportedGraphError(`Concat runs over axis ${axis}`);
  const inputs = node.inputs.map((name) => plan.read(name));
  if (inputs.some(({ shape }) => shape.length !== 2))
    throw new UnsupportedGraphError("Concat joins rows of numbers alone");
  const width = inputs.reduce((sum, input) => sum + input.width, 0);
  const { at } = plan.define(node.outputs[0]!, width);
  return (registers) => {
    let next = at;
    for (const input of inputs) {
      registers.copyWithin(next, input.at, input.at + input.width);
      next += input.width;
    }
  };
}

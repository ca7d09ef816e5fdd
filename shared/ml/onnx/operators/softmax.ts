import { exp } from "../../math.ts";
import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import type { RegisterPlan, RowOperation } from "./registers.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** Softmax over the numbers of a row. */
export function softmax(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const axis = attribute(node, "axis", "int", -1);
  if (axis !== -1 && axis !== 1) throw new UnsupportedGraphError(`Softmax runs over axis ${axis}`);
  const input = plan.read(node.inputs[0]!);
  const { at, width } = plan.define(node.outputs[0]!, input.width);
  return (registers) => {
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < width; i++) highest = Math.max(highest, registers[input.at + i]!);
    let sum = 0;
    for (let i = 0; i < width; i++) {
      registers[at + i] = exp(registers[input.at + i]! - highest);
      sum += registers[at + i]!;
    }
    for (let i = 0; i < width; i++) registers[at + i]! /= sum;
  };
}

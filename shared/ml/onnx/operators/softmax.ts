import { exp } from "../../../math/elementary.ts";
import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import type { RegisterPlan, RowOperation } from "./registers.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** Softmax over the last axis. */
export function softmax(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const input = plan.read(node.inputs[0]!);
  const axis = attribute(node, "axis", "int", -1);
  if (axis !== -1 && axis !== input.shape.length - 1) {
    throw new UnsupportedGraphError(`Softmax runs over axis ${axis}`);
  }
  const { at, width } = plan.define(node.outputs[0]!, input.width, input.shape);
  const size = input.shape.at(-1)!;
  return (registers) => {
    for (let first = 0; first < width; first += size) {
      const from = input.at + first;
      let highest = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < size; i++) highest = Math.max(highest, registers[from + i]!);
      let sum = 0;
      for (let i = 0; i < size; i++) {
        const term = exp(registers[from + i]! - highest);
        registers[at + first + i] = term;
        sum += registers[at + first + i]!;
      }
      for (let i = 0; i < size; i++) registers[at + first + i]! /= sum;
    }
  };
}

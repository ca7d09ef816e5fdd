import type { OnnxNode } from "../graph.ts";
import type { Register, RegisterPlan, RowOperation } from "./registers.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** An operator that gives each output number from the inputs' numbers at its place; one of width 1 is for all places. */
export function elementwise(compute: (...numbers: [number, number, number]) => number) {
  return (node: OnnxNode, plan: RegisterPlan): RowOperation => {
    const inputs = node.inputs.map((name) => plan.read(name));
    const output = plan.define(node.outputs[0]!, commonWidth(node, inputs));
    // An input that the operator does not have reads the first one again, for nothing.
    const [a, b, c] = [inputs[0]!, inputs[1] ?? inputs[0]!, inputs[2] ?? inputs[0]!];
    const [strideA, strideB, strideC] = [strideOf(a), strideOf(b), strideOf(c)];
    return (registers) => {
      for (let i = 0; i < output.width; i++) {
        registers[output.at + i] = compute(
          registers[a.at + i * strideA]!,
          registers[b.at + i * strideB]!,
          registers[c.at + i * strideC]!,
        );
      }
    };
  };
}

/** Clip between two bounds. */
export function clip(node: OnnxNode, plan: RegisterPlan): RowOperation {
  if (node.inputs.length !== 3) throw new UnsupportedGraphError("Clip has not both of its bounds");
  return elementwise((value, low, high) => Math.min(Math.max(value, low), high))(node, plan);
}

const strideOf = (register: Register) => (register.width === 1 ? 0 : 1);

function commonWidth(node: OnnxNode, inputs: readonly Register[]): number {
  const width = Math.max(...inputs.map((input) => input.width));
  if (inputs.every((input) => input.width === width || input.width === 1)) return width;
  throw new UnsupportedGraphError(`the inputs of ${node.opType} differ in width`);
}

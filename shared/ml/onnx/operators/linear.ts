import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import { rowsTimesWeights, stackProduct } from "./matrix-product.ts";
import type { RegisterPlan, RowOperation } from "./registers.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** Gemm: alpha * A B + beta * C for rows A, constant weights B and an optional constant row C. */
export function gemm(node: OnnxNode, plan: RegisterPlan): RowOperation {
  if (attribute(node, "transA", "int", 0) !== 0)
    throw new UnsupportedGraphError("Gemm turns its rows around");
  const multiply = product(node, plan, attribute(node, "transB", "int", 0) !== 0);
  const alpha = attribute(node, "alpha", "float", 1);
  const beta = attribute(node, "beta", "float", 1);
  const bias = node.inputs[2] ? plan.read(node.inputs[2]) : undefined;
  const { at, width } = plan.read(node.outputs[0]!);
  if (bias && bias.width !== width && bias.width !== 1) {
    throw new UnsupportedGraphError("Gemm adds a row of another width");
  }
  return (registers) => {
    multiply(registers);
    for (let i = 0; i < width; i++) {
      const offset = bias ? beta * registers[bias.at + (bias.width === 1 ? 0 : i)]! : 0;
      registers[at + i] = alpha * registers[at + i]! + offset;
    }
  };
}

/** MatMul of rows with constant weights, or of stacks of computed matrices. */
export function matMul(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const input = plan.read(node.inputs[0]!);
  const other = plan.computed(node.inputs[1] ?? "");
  if (other) return stackProduct(node, plan, input, other);
  // A single row is quickly gone through, without a kernel that must be made first.
  return input.shape.length === 2 ? product(node, plan, false) : rowsTimesWeights(node, plan, input);
}

function product(node: OnnxNode, plan: RegisterPlan, transposed: boolean) {
  const input = plan.read(node.inputs[0]!);
  const { dims, data } = plan.constant(node.inputs[1]!);
  const [inner, outer] = transposed ? [dims[1], dims[0]] : [dims[0], dims[1]];
  if (dims.length !== 2 || inner !== input.width || outer === undefined) {
    throw new UnsupportedGraphError(`the weights of ${node.opType} do not fit its rows`);
  }
  const output = plan.define(node.outputs[0]!, outer);
  const [stepInner, stepOuter] = transposed ? [1, input.width] : [outer, 1];
  return (registers: Float32Array) => {
    for (let j = 0; j < output.width; j++) {
      let sum = 0;
      for (let i = 0; i < input.width; i++) {
        sum += registers[input.at + i]! * data[i * stepInner + j * stepOuter]!;
      }
      registers[output.at + j] = sum;
    }
  };
}

import { padded } from "../../matrix/arithmetic.ts";
import type { OnnxNode } from "../graph.ts";
import { type Register, type RegisterPlan, type RowOperation, sizeOf } from "./registers.ts";
import { paddedMatrix } from "./tiles.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** MatMul of many rows with constant weights, by the kernel. */
export function rowsTimesWeights(node: OnnxNode, plan: RegisterPlan, input: Register): RowOperation {
  const { dims, data } = plan.constant(node.inputs[1]!);
  const inner = input.shape.at(-1)!;
  const [height, outer] = dims;
  if (dims.length !== 2 || height !== inner || outer === undefined) {
    throw new UnsupportedGraphError(`the weights of ${node.opType} do not fit its rows`);
  }
  plan.multiplies();
  const rows = input.width / inner;
  const width = padded(outer);
  const weights = plan.place(paddedMatrix(inner, outer, (row, column) => data[row * outer + column]!));
  const product = plan.scratch(rows * width);
  const output = plan.define(node.outputs[0]!, rows * outer, [...input.shape.slice(0, -1), outer]);
  return (registers, multiply) => {
    registers.fill(0, product.at, product.at + product.width);
    const a = { data: registers, at: input.at, row: inner };
    const b = { data: registers, at: weights.at, row: width };
    multiply(a, b, { data: registers, at: product.at, row: width }, rows, inner, width);
    for (let row = 0; row < rows; row++) {
      const from = product.at + row * width;
      registers.copyWithin(output.at + row * outer, from, from + outer);
    }
  };
}

/** MatMul of two computed stacks of matrices. */
export function stackProduct(node: OnnxNode, plan: RegisterPlan, a: Register, b: Register): RowOperation {
  const [rows, inner, columns] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
  const stack = a.shape.slice(0, -2);
  const fits = b.shape.at(-2) === inner && b.shape.slice(0, -2).join() === stack.join();
  if (!fits) throw new UnsupportedGraphError(`the matrices of ${node.opType} do not fit`);
  const count = sizeOf(stack);
  const output = plan.define(node.outputs[0]!, count * rows * columns, [...stack, rows, columns]);
  return (registers) => {
    for (let i = 0; i < count * rows * columns; i++) {
      const column = i % columns;
      const row = Math.floor(i / columns);
      const matrix = Math.floor(row / rows);
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum +=
          registers[a.at + row * inner + k]! * registers[b.at + (matrix * inner + k) * columns + column]!;
      }
      registers[output.at + i] = sum;
    }
  };
}

import type { OnnxNode } from "../graph.ts";
import { type Register, type RegisterPlan, type RowOperation, sizeOf } from "./registers.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** An operator that gives each output number from the inputs' numbers at its place, sizes of 1 spread as in ONNX. */
export function elementwise(compute: (...numbers: [number, number, number]) => number) {
  return (node: OnnxNode, plan: RegisterPlan): RowOperation => {
    const inputs = node.inputs.map((name) => plan.read(name));
    const shape = commonShape(node, inputs);
    const output = plan.define(node.outputs[0]!, sizeOf(shape), shape);
    // An input that the operator does not have reads the first one again, for nothing.
    const places = [inputs[0]!, inputs[1] ?? inputs[0]!, inputs[2] ?? inputs[0]!];
    const [a, b, c] = places.map((input) => placesOf(input, shape)) as [Int32Array, Int32Array, Int32Array];
    return (registers) => {
      for (let i = 0; i < output.width; i++) {
        registers[output.at + i] = compute(registers[a[i]!]!, registers[b[i]!]!, registers[c[i]!]!);
      }
    };
  };
}

/** Clip between two bounds. */
export function clip(node: OnnxNode, plan: RegisterPlan): RowOperation {
  if (node.inputs.length !== 3) throw new UnsupportedGraphError("Clip has not both of its bounds");
  return elementwise((value, low, high) => Math.min(Math.max(value, low), high))(node, plan);
}

function commonShape(node: OnnxNode, inputs: readonly Register[]): number[] {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = inputs.map(({ shape }) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((one) => one !== 1) ?? 1;
    if (sizes.every((one) => one === size || one === 1)) return size;
    throw new UnsupportedGraphError(`the inputs of ${node.opType} differ in width`);
  });
}

/** The place of the input's number for each number of an output of that shape. */
function placesOf({ at, shape }: Register, output: readonly number[]): Int32Array {
  const places = new Int32Array(sizeOf(output));
  for (let i = 0; i < places.length; i++) {
    let rest = i;
    let stride = 1;
    let place = at;
    for (let axis = output.length - 1; axis >= 0; axis--) {
      const index = rest % output[axis]!;
      rest = Math.floor(rest / output[axis]!);
      const size = shape[axis - output.length + shape.length] ?? 1;
      if (size !== 1) place += index * stride;
      stride *= size;
    }
    places[i] = place;
  }
  return places;
}

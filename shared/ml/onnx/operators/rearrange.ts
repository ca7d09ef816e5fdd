import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import { type Register, type RegisterPlan, type RowOperation, sizeOf } from "./registers.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

const nothing: RowOperation = () => {};

/** Axes counted from the end are negative. */
const axisOf = (axis: number, { shape }: Register) => (axis < 0 ? axis + shape.length : axis);

/** Transpose: axes in another order. */
export function transpose(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const input = plan.read(node.inputs[0]!);
  const reversed = input.shape.map((_, axis) => input.shape.length - 1 - axis);
  const order = attribute(node, "perm", "ints", reversed);
  if ([...order].sort((a, b) => a - b).some((axis, i) => axis !== i) || order.length !== reversed.length) {
    throw new UnsupportedGraphError("Transpose does not name every axis once");
  }
  const strides = stridesOf(input.shape);
  const shape = order.map((axis) => input.shape[axis]!);
  return copy(
    node,
    plan,
    input,
    shape,
    order.map((axis) => strides[axis]!),
  );
}

/** Reshape: the same numbers under another shape; 0 keeps a size, -1 takes what is left. */
export function reshape(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const input = plan.read(node.inputs[0]!);
  const asked = plan.integers(node.inputs[1]).map((size, axis) => (size === 0 ? input.shape[axis]! : size));
  const known = sizeOf(asked.filter((size) => size !== -1));
  const shape = asked.map((size) => (size === -1 ? input.width / known : size));
  if (sizeOf(shape) !== input.width)
    throw new UnsupportedGraphError("Reshape changes how many numbers there are");
  plan.alias(node.outputs[0]!, input, shape);
  return nothing;
}

/** Squeeze: axes of size 1 left out. */
export function squeeze(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const input = plan.read(node.inputs[0]!);
  const axes = plan.integers(node.inputs[1]).map((axis) => axisOf(axis, input));
  if (axes.some((axis) => input.shape[axis] !== 1)) {
    throw new UnsupportedGraphError("Squeeze leaves out an axis that is not of size 1");
  }
  plan.alias(
    node.outputs[0]!,
    input,
    input.shape.filter((_, axis) => !axes.includes(axis)),
  );
  return nothing;
}

/** Slice of constant bounds, without gaps. */
export function slice(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const input = plan.read(node.inputs[0]!);
  const [starts, ends] = [plan.integers(node.inputs[1]), plan.integers(node.inputs[2])];
  const axes = node.inputs[3] ? plan.integers(node.inputs[3]) : starts.map((_, axis) => axis);
  if (node.inputs[4] && plan.integers(node.inputs[4]).some((step) => step !== 1)) {
    throw new UnsupportedGraphError("Slice leaves out numbers in between");
  }
  const strides = stridesOf(input.shape);
  const shape = [...input.shape];
  let first = 0;
  for (const [i, given] of axes.entries()) {
    const axis = axisOf(given, input);
    const size = input.shape[axis] ?? 0;
    const bound = (value: number) => Math.min(size, Math.max(0, value < 0 ? value + size : value));
    shape[axis] = bound(ends[i]!) - bound(starts[i]!);
    first += bound(starts[i]!) * strides[axis]!;
    if (!(shape[axis]! > 0)) throw new UnsupportedGraphError("Slice leaves nothing");
  }
  return copy(node, plan, { ...input, at: input.at + first }, shape, strides);
}

/** Gather of one constant place of an axis. */
export function gather(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const input = plan.read(node.inputs[0]!);
  const indices = plan.integers(node.inputs[1]);
  const axis = axisOf(attribute(node, "axis", "int", 0), input);
  const size = input.shape[axis] ?? 0;
  const index = indices[0]! < 0 ? indices[0]! + size : indices[0]!;
  if (indices.length !== 1 || !(index >= 0 && index < size)) {
    throw new UnsupportedGraphError("Gather does not take one place that is there");
  }
  const strides = stridesOf(input.shape);
  const shape = input.shape.map((one, i) => (i === axis ? 1 : one));
  return copy(node, plan, { ...input, at: input.at + index * strides[axis]! }, shape, strides);
}

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Copies numbers of the input into an output of that shape, by the input's strides along the output's axes. */
function copy(
  node: OnnxNode,
  plan: RegisterPlan,
  { at }: Register,
  shape: readonly number[],
  strides: readonly number[],
): RowOperation {
  const output = plan.define(node.outputs[0]!, sizeOf(shape), shape);
  const places = new Int32Array(output.width);
  for (let i = 0; i < places.length; i++) {
    let rest = i;
    let place = at;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    places[i] = place;
  }
  return (registers) => {
    for (let i = 0; i < places.length; i++) registers[output.at + i] = registers[places[i]!]!;
  };
}

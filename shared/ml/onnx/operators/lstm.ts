import { exp, tanh } from "../../../math/elementary.ts";
import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import type { Register, RegisterPlan, RowOperation } from "./registers.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

const GATES = 4;
const sigmoid = (x: number) => 1 / (1 + exp(-x));

/** LSTM over [T, 1, inputs], forward, with ONNX's own activations; gives all hidden states, the last one, or both. */
export function lstm(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const [sequence = "", inputWeights = "", recurrentWeights = "", bias = "", ...others] = node.inputs;
  if (others.some((name) => name !== "") || node.outputs[2]) {
    throw new UnsupportedGraphError("LSTM is given or gives more than sequences and hidden states");
  }
  const isPlain =
    attribute(node, "direction", "string", "forward") === "forward" &&
    ["activations", "clip", "input_forget", "layout"].every((name) => !node.attributes[name]);
  if (!isPlain) throw new UnsupportedGraphError("LSTM runs otherwise than forward");
  const input = plan.read(sequence);
  const [steps, batch, inputs] = input.shape as [number, number, number];
  const units = attribute(node, "hidden_size", "int", 0);
  const width = GATES * units;
  const w = weightsOf(plan, inputWeights, width, inputs);
  const r = weightsOf(plan, recurrentWeights, width, units);
  const b = biasOf(plan, bias, width);
  if (input.shape.length !== 3 || batch !== 1 || units % 2 !== 0) {
    throw new UnsupportedGraphError("LSTM has no single sequence of steps, or an odd number of units");
  }
  plan.multiplies();
  const gates = plan.scratch(steps * width);
  const cells = plan.scratch(units);
  const hidden = node.outputs[0]
    ? plan.define(node.outputs[0], steps * units, [steps, 1, 1, units])
    : plan.scratch(steps * units);
  const last = { ...hidden, at: hidden.at + (steps - 1) * units, width: units };
  if (node.outputs[1]) plan.alias(node.outputs[1], last, [1, 1, units]);

  function step(registers: Float32Array, t: number) {
    const z = gates.at + t * width;
    for (let k = 0; k < units; k++) {
      const forgotten = t > 0 ? sigmoid(registers[z + 2 * units + k]!) * registers[cells.at + k]! : 0;
      const added = sigmoid(registers[z + k]!) * tanh(registers[z + 3 * units + k]!);
      const cell = Math.fround(forgotten + added);
      registers[cells.at + k] = cell;
      registers[hidden.at + t * units + k] = sigmoid(registers[z + units + k]!) * tanh(cell);
    }
  }

  return (registers, multiply) => {
    for (let t = 0; t < steps; t++) registers.set(b, gates.at + t * width);
    const z = { data: registers, at: gates.at, row: width };
    const x = { data: registers, at: input.at, row: inputs };
    multiply(x, { data: registers, at: w.at, row: width }, z, steps, inputs, width);
    for (let t = 0; t < steps; t++) {
      const before = { data: registers, at: hidden.at + (t - 1) * units, row: units };
      const now = { ...z, at: gates.at + t * width };
      if (t > 0) multiply(before, { data: registers, at: r.at, row: width }, now, 1, units, width);
      step(registers, t);
    }
  };
}

/** Weights [1, 4 units, inputs] as a matrix with a row for each input. */
function weightsOf(plan: RegisterPlan, name: string, width: number, inputs: number): Register {
  const { dims, data } = plan.constant(name);
  if (width < 1 || dims.join() !== [1, width, inputs].join()) {
    throw new UnsupportedGraphError(`the weights ${name} of LSTM do not fit`);
  }
  return plan.place(
    Float32Array.from(
      { length: width * inputs },
      (_, i) => data[(i % width) * inputs + Math.floor(i / width)]!,
    ),
  );
}

/** The biases of input and recurrence are added up. */
function biasOf(plan: RegisterPlan, name: string, width: number): Float32Array {
  if (name === "") return new Float32Array(width);
  const { data } = plan.constant(name);
  if (data.length !== 2 * width) throw new UnsupportedGraphError("the bias of LSTM does not fit");
  return Float32Array.from({ length: width }, (_, k) => data[k]! + data[width + k]!);
}

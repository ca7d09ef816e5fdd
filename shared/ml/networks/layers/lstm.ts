import { exp, tanh } from "../../../math/elementary.ts";
import { type Arithmetic, type Numbers, padded } from "../../matrix/arithmetic.ts";
import { turned, unpadded } from "../graph-builder.ts";
import type { Parameters } from "../parameters.ts";
import { glorot } from "./initial-weights.ts";
import type { Layer, Sizes } from "./layer.ts";
import { addBias, biasGradient, turnInto } from "./matrix-steps.ts";

interface LstmSizes extends Sizes {
  readonly inputs: number;
  /** A multiple of 8. */
  readonly units: number;
}

/** Gates lie side by side in ONNX's order: input, output, forget, candidate. */
const GATES = 4;
const sigmoid = (x: number) => 1 / (1 + exp(-x));

/** A long short-term memory (Hochreiter and Schmidhuber 1997, with forget gates); its output is the hidden state of every step. */
export function createLstm(arithmetic: Arithmetic, parameters: Parameters, sizes: LstmSizes): Layer {
  const { steps, batch, inputs, units, isFirst = false } = sizes;
  const inner = padded(inputs);
  const width = GATES * units;
  const weights = parameters.add(inner * width, glorot(inputs, width, width));
  const recurrent = parameters.add(units * width, glorot(units, width, width));
  // A forget gate that starts open lets gradients through (Jozefowicz et al. 2015).
  const bias = parameters.add(width, (k) => (k >= 2 * units && k < 3 * units ? 1 : 0));
  const hidden = arithmetic.allocate(steps * batch * units);
  const gates = arithmetic.allocate(steps * batch * width);
  const cells = arithmetic.allocate(steps * batch * units);
  const bentCells = arithmetic.allocate(steps * batch * units);
  const gateGradient = arithmetic.allocate(steps * batch * width);
  const stateGradient = arithmetic.allocate(batch * units);
  const cellGradient = arithmetic.allocate(batch * units);
  const inputGradient = arithmetic.allocate(isFirst ? 0 : steps * batch * inner);
  const turnedWeights = arithmetic.allocate(width * inner);
  const turnedRecurrent = arithmetic.allocate(width * units);
  let last: Numbers;

  function forwardStep(t: number, rows: number) {
    const first = t * rows;
    for (let row = first; row < first + rows; row++) {
      const z = row * width;
      const s = row * units;
      const before = s - rows * units;
      for (let k = 0; k < units; k++) {
        const i = sigmoid(gates[z + k]!);
        const o = sigmoid(gates[z + units + k]!);
        const f = sigmoid(gates[z + 2 * units + k]!);
        const g = tanh(gates[z + 3 * units + k]!);
        const cell = (t > 0 ? f * cells[before + k]! : 0) + i * g;
        const bent = tanh(cell);
        gates[z + k] = i;
        gates[z + units + k] = o;
        gates[z + 2 * units + k] = f;
        gates[z + 3 * units + k] = g;
        cells[s + k] = cell;
        bentCells[s + k] = bent;
        hidden[s + k] = o * bent;
      }
    }
  }

  function backwardStep(t: number, rows: number, gradient: Numbers) {
    for (let b = 0; b < rows; b++) {
      const z = (t * rows + b) * width;
      const s = (t * rows + b) * units;
      const before = s - rows * units;
      for (let k = 0; k < units; k++) {
        const i = gates[z + k]!;
        const o = gates[z + units + k]!;
        const f = gates[z + 2 * units + k]!;
        const g = gates[z + 3 * units + k]!;
        const bent = bentCells[s + k]!;
        const dh = gradient[s + k]! + stateGradient[b * units + k]!;
        const dc = cellGradient[b * units + k]! + dh * o * (1 - bent * bent);
        gateGradient[z + k] = dc * g * i * (1 - i);
        gateGradient[z + units + k] = dh * bent * o * (1 - o);
        gateGradient[z + 2 * units + k] = t > 0 ? dc * cells[before + k]! * f * (1 - f) : 0;
        gateGradient[z + 3 * units + k] = dc * i * (1 - g * g);
        cellGradient[b * units + k] = dc * f;
      }
    }
  }

  return {
    width: units,
    forward(input, pass) {
      last = input;
      const rows = pass.batch;
      addBias(gates, bias.values, steps * rows);
      const z = { data: gates, at: 0, row: width };
      const w = { data: weights.values, at: 0, row: width };
      arithmetic.multiply({ data: input, at: 0, row: inner }, w, z, steps * rows, inner, width);
      const u = { data: recurrent.values, at: 0, row: width };
      for (let t = 0; t < steps; t++) {
        const before = { data: hidden, at: (t - 1) * rows * units, row: units };
        if (t > 0) arithmetic.multiply(before, u, { ...z, at: t * rows * width }, rows, units, width);
        forwardStep(t, rows);
      }
      return hidden;
    },
    backward(gradient, pass) {
      const rows = pass.batch;
      turnInto(recurrent.values, turnedRecurrent, units, width);
      stateGradient.fill(0);
      cellGradient.fill(0);
      const dz = { data: gateGradient, at: 0, row: width };
      const u = { data: turnedRecurrent, at: 0, row: units };
      for (let t = steps - 1; t >= 0; t--) {
        backwardStep(t, rows, gradient);
        stateGradient.fill(0);
        const dh = { data: stateGradient, at: 0, row: units };
        if (t > 0) arithmetic.multiply({ ...dz, at: t * rows * width }, u, dh, rows, width, units);
      }
      biasGradient(gateGradient, bias.gradient, steps * rows);
      const x = { data: last, at: 0, row: 1, column: inner };
      const dw = { data: weights.gradient, at: 0, row: width };
      arithmetic.multiply(x, dz, dw, inner, steps * rows, width);
      const h = { data: hidden, at: 0, row: 1, column: units };
      const du = { data: recurrent.gradient, at: 0, row: width };
      const later = { ...dz, at: rows * width };
      if (steps > 1) arithmetic.multiply(h, later, du, units, (steps - 1) * rows, width);
      if (isFirst) return inputGradient;
      turnInto(weights.values, turnedWeights, inner, width);
      inputGradient.fill(0);
      const w = { data: turnedWeights, at: 0, row: inner };
      arithmetic.multiply(dz, w, { data: inputGradient, at: 0, row: inner }, steps * rows, width, inner);
      return inputGradient;
    },
    export(graph, input) {
      const perm = { kind: "ints", value: [1, 0, 2] } as const;
      const timeMajor = graph.node("Transpose", [input], { perm });
      const real = unpadded(weights.values, width, inputs, width);
      const w = graph.floats([1, width, inputs], turned(real, inputs, width));
      const r = graph.floats([1, width, units], turned(recurrent.values, units, width));
      const b = graph.floats([1, 2 * width], [...bias.values, ...new Array<number>(width).fill(0)]);
      const hidden_size = { kind: "int", value: units } as const;
      // The output is [T, directions, N, units].
      const states = graph.node("LSTM", [timeMajor, w, r, b], { hidden_size });
      const one = graph.node("Squeeze", [states, graph.integers([1])]);
      return graph.node("Transpose", [one], { perm });
    },
  };
}

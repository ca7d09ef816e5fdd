import { type Arithmetic, type Numbers, padded } from "../../matrix/arithmetic.ts";
import { unpadded } from "../graph-builder.ts";
import type { Parameters } from "../parameters.ts";
import { glorot } from "./initial-weights.ts";
import type { Layer, Sizes } from "./layer.ts";
import { addBias, biasGradient, turnInto } from "./matrix-steps.ts";

interface LinearSizes extends Sizes {
  readonly inputs: number;
  readonly outputs: number;
}

/** y = x W + b, for each step of each sequence alike. */
export function createLinear(arithmetic: Arithmetic, parameters: Parameters, sizes: LinearSizes): Layer {
  const { steps, batch, inputs, outputs, isFirst = false } = sizes;
  const [inner, width] = [padded(inputs), padded(outputs)];
  const weights = parameters.add(inner * width, glorot(inputs, outputs, width));
  const bias = parameters.add(width, () => 0);
  const output = arithmetic.allocate(steps * batch * width);
  const inputGradient = arithmetic.allocate(isFirst ? 0 : steps * batch * inner);
  const turnedWeights = arithmetic.allocate(width * inner);
  let last: Numbers;

  return {
    width,
    forward(input, pass) {
      last = input;
      const rows = steps * pass.batch;
      addBias(output, bias.values, rows);
      const x = { data: input, at: 0, row: inner };
      const w = { data: weights.values, at: 0, row: width };
      arithmetic.multiply(x, w, { data: output, at: 0, row: width }, rows, inner, width);
      return output;
    },
    backward(gradient, pass) {
      const rows = steps * pass.batch;
      const dy = { data: gradient, at: 0, row: width };
      biasGradient(gradient, bias.gradient, rows);
      const turnedInput = { data: last, at: 0, row: 1, column: inner };
      arithmetic.multiply(turnedInput, dy, { data: weights.gradient, at: 0, row: width }, inner, rows, width);
      if (isFirst) return inputGradient;
      turnInto(weights.values, turnedWeights, inner, width);
      inputGradient.fill(0);
      const w = { data: turnedWeights, at: 0, row: inner };
      arithmetic.multiply(dy, w, { data: inputGradient, at: 0, row: inner }, rows, width, inner);
      return inputGradient;
    },
    export(graph, input) {
      const matrix = graph.floats([inputs, outputs], unpadded(weights.values, width, inputs, outputs));
      const product = graph.node("MatMul", [input, matrix]);
      return graph.node("Add", [product, graph.floats([outputs], unpadded(bias.values, width, 1, outputs))]);
    },
  };
}

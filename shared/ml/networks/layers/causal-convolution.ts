import { type Arithmetic, type Numbers, padded } from "../../matrix/arithmetic.ts";
import type { Parameters } from "../parameters.ts";
import { glorot } from "./initial-weights.ts";
import type { Layer, Sizes } from "./layer.ts";
import { addBias, biasGradient, turnInto } from "./matrix-steps.ts";

interface ConvolutionSizes extends Sizes {
  readonly inputs: number;
  /** A multiple of 8. */
  readonly channels: number;
  /** Steps that one output looks at, */
  readonly taps: number;
  /** each so many steps before the next. */
  readonly dilation: number;
}

/** A convolution over the steps that only looks back; before the first step there are zeros. */
export function createCausalConvolution(
  arithmetic: Arithmetic,
  parameters: Parameters,
  sizes: ConvolutionSizes,
): Layer {
  const { steps, batch, inputs, channels, taps, dilation, isFirst = false } = sizes;
  const inner = padded(inputs);
  const tapSize = inner * channels;
  const initial = glorot(inputs * taps, channels, channels);
  const weights = parameters.add(taps * tapSize, (index, random) => {
    const row = Math.floor((index % tapSize) / channels);
    return row < inputs ? initial(index % channels, random) : 0;
  });
  const bias = parameters.add(channels, () => 0);
  const output = arithmetic.allocate(steps * batch * channels);
  const inputGradient = arithmetic.allocate(isFirst ? 0 : steps * batch * inner);
  const turnedTap = arithmetic.allocate(channels * inner);
  let last: Numbers;

  /** Calls with each tap's weights, and the rows of the steps that have something to look at. */
  function eachTap(rows: number, visit: (tap: number, shift: number, count: number) => void) {
    for (let tap = 0; tap < taps; tap++) {
      const shift = tap * dilation * rows;
      if (shift < steps * rows) visit(tap, shift, steps * rows - shift);
    }
  }

  return {
    width: channels,
    forward(input, { batch: rows }) {
      last = input;
      addBias(output, bias.values, steps * rows);
      eachTap(rows, (tap, shift, count) => {
        const x = { data: input, at: 0, row: inner };
        const w = { data: weights.values, at: tap * tapSize, row: channels };
        const y = { data: output, at: shift * channels, row: channels };
        arithmetic.multiply(x, w, y, count, inner, channels);
      });
      return output;
    },
    backward(gradient, { batch: rows }) {
      biasGradient(gradient, bias.gradient, steps * rows);
      inputGradient.fill(0);
      eachTap(rows, (tap, shift, count) => {
        const dy = { data: gradient, at: shift * channels, row: channels };
        const x = { data: last, at: 0, row: 1, column: inner };
        const dw = { data: weights.gradient, at: tap * tapSize, row: channels };
        arithmetic.multiply(x, dy, dw, inner, count, channels);
        if (isFirst) return;
        turnInto(weights.values, turnedTap, inner, channels, tap * tapSize);
        const w = { data: turnedTap, at: 0, row: inner };
        arithmetic.multiply(dy, w, { data: inputGradient, at: 0, row: inner }, count, channels, inner);
      });
      return inputGradient;
    },
    export(graph, input) {
      const perm = { kind: "ints", value: [0, 2, 1] } as const;
      // ONNX has the weights as [channel, input, place], the earliest place first.
      const kernel = Float32Array.from({ length: channels * inputs * taps }, (_, i) => {
        const tap = taps - 1 - (i % taps);
        const from = Math.floor(i / taps) % inputs;
        return weights.values[tap * tapSize + from * channels + Math.floor(i / (taps * inputs))]!;
      });
      const names = [graph.floats([channels, inputs, taps], kernel), graph.floats([channels], bias.values)];
      const convolved = graph.node("Conv", [graph.node("Transpose", [input], { perm }), ...names], {
        kernel_shape: { kind: "ints", value: [taps] },
        dilations: { kind: "ints", value: [dilation] },
        pads: { kind: "ints", value: [(taps - 1) * dilation, 0] },
      });
      return graph.node("Transpose", [convolved], { perm });
    },
  };
}

import { padded } from "../../matrix/arithmetic.ts";
import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import type { RegisterPlan, RowOperation } from "./registers.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** Conv over [1, channels, T] with stride 1, all channels in one group. */
export function convolution(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const input = plan.read(node.inputs[0]!);
  const { dims, data } = plan.constant(node.inputs[1] ?? "");
  const [outputs, channels, taps] = dims as [number, number, number];
  const [batch, given, steps] = input.shape as [number, number, number];
  if (dims.length !== 3 || input.shape.length !== 3 || batch !== 1 || given !== channels) {
    throw new UnsupportedGraphError("the weights of Conv do not fit its rows of steps");
  }
  const isPlain =
    attribute(node, "group", "int", 1) === 1 &&
    attribute(node, "strides", "ints", [1]).join() === "1" &&
    attribute(node, "auto_pad", "string", "NOTSET") === "NOTSET";
  if (!isPlain) throw new UnsupportedGraphError("Conv has groups, strides or padding of its own choice");
  const [dilation = 1] = attribute(node, "dilations", "ints", [1]);
  const [before = 0, after = 0] = attribute(node, "pads", "ints", [0, 0]);
  const length = before + steps + after - (taps - 1) * dilation;
  if (length < 1) throw new UnsupportedGraphError("Conv gives no steps");
  const bias = node.inputs[2] ? plan.constant(node.inputs[2]).data : new Float32Array(outputs);
  plan.multiplies();
  // A tap is a matrix [outputs, channels], and what it looks at are the same rows of steps, shifted.
  const weights = plan.place(
    Float32Array.from({ length: data.length }, (_, i) => {
      const [tap, rest] = [Math.floor(i / (outputs * channels)), i % (outputs * channels)];
      return data[rest * taps + tap]!;
    }),
  );
  const width = padded(length);
  const row = before + steps + after + width;
  const framed = plan.scratch(channels * row);
  const product = plan.scratch(outputs * width);
  const output = plan.define(node.outputs[0]!, outputs * length, [1, outputs, length]);
  return (registers, multiply) => {
    for (let c = 0; c < channels; c++) {
      const from = input.at + c * steps;
      registers.copyWithin(framed.at + c * row + before, from, from + steps);
    }
    for (let o = 0; o < outputs; o++) {
      registers.fill(bias[o]!, product.at + o * width, product.at + (o + 1) * width);
    }
    for (let tap = 0; tap < taps; tap++) {
      const a = { data: registers, at: weights.at + tap * outputs * channels, row: channels };
      const b = { data: registers, at: framed.at + tap * dilation, row };
      multiply(a, b, { data: registers, at: product.at, row: width }, outputs, channels, width);
    }
    for (let o = 0; o < outputs; o++) {
      const from = product.at + o * width;
      registers.copyWithin(output.at + o * length, from, from + length);
    }
  };
}

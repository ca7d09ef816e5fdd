import type { Arithmetic, Numbers } from "../../matrix/arithmetic.ts";
import type { Parameters } from "../parameters.ts";
import type { Layer, Sizes } from "./layer.ts";
import { biasGradient } from "./matrix-steps.ts";

/** Keeps a step whose numbers are all the same from dividing by nothing. */
const EPSILON = 1e-5;

/** Each step with mean 0 and variance 1, times a gain, plus a bias (Ba et al. 2016). The width has no padding. */
export function createLayerNormalisation(
  arithmetic: Arithmetic,
  parameters: Parameters,
  { steps, batch, width }: Sizes & { readonly width: number },
): Layer {
  const gain = parameters.add(width, () => 1);
  const bias = parameters.add(width, () => 0);
  const output = arithmetic.allocate(steps * batch * width);
  const normal = arithmetic.allocate(steps * batch * width);
  const inverse = arithmetic.allocate(steps * batch);
  const inputGradient = arithmetic.allocate(steps * batch * width);

  function forwardRow(input: Numbers, row: number) {
    const at = row * width;
    let mean = 0;
    for (let k = 0; k < width; k++) mean += input[at + k]!;
    mean /= width;
    let variance = 0;
    for (let k = 0; k < width; k++) variance += (input[at + k]! - mean) * (input[at + k]! - mean);
    const scale = 1 / Math.sqrt(variance / width + EPSILON);
    inverse[row] = scale;
    for (let k = 0; k < width; k++) {
      normal[at + k] = (input[at + k]! - mean) * scale;
      output[at + k] = normal[at + k]! * gain.values[k]! + bias.values[k]!;
    }
  }

  function backwardRow(gradient: Numbers, row: number) {
    const at = row * width;
    let sum = 0;
    let along = 0;
    for (let k = 0; k < width; k++) {
      const d = gradient[at + k]! * gain.values[k]!;
      gain.gradient[k]! += gradient[at + k]! * normal[at + k]!;
      sum += d;
      along += d * normal[at + k]!;
    }
    for (let k = 0; k < width; k++) {
      const d = gradient[at + k]! * gain.values[k]!;
      inputGradient[at + k] = inverse[row]! * (d - sum / width - (normal[at + k]! * along) / width);
    }
  }

  return {
    width,
    forward(input, pass) {
      for (let row = 0; row < steps * pass.batch; row++) forwardRow(input, row);
      return output;
    },
    backward(gradient, pass) {
      biasGradient(gradient, bias.gradient, steps * pass.batch);
      for (let row = 0; row < steps * pass.batch; row++) backwardRow(gradient, row);
      return inputGradient;
    },
    export(graph, input) {
      const scales = [graph.floats([width], gain.values), graph.floats([width], bias.values)];
      return graph.node("LayerNormalization", [input, ...scales], {
        axis: { kind: "int", value: -1 },
        epsilon: { kind: "float", value: EPSILON },
      });
    },
  };
}

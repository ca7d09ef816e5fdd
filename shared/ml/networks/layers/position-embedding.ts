import type { Arithmetic } from "../../matrix/arithmetic.ts";
import type { Parameters } from "../parameters.ts";
import type { Layer, Sizes } from "./layer.ts";

/** Adds to each step what is learned of its place in the sequence: attention by itself knows no order. */
export function createPositionEmbedding(
  arithmetic: Arithmetic,
  parameters: Parameters,
  { steps, batch, width }: Sizes & { readonly width: number },
): Layer {
  // As large as a feature's part: from much less, attention takes long to tell places apart.
  const places = parameters.add(steps * width, (_, random) => 0.5 * random.normal());
  const output = arithmetic.allocate(steps * batch * width);
  return {
    width,
    forward(input, { batch: rows }) {
      for (let i = 0; i < steps * rows * width; i++) {
        const t = Math.floor(i / (rows * width));
        output[i] = input[i]! + places.values[t * width + (i % width)]!;
      }
      return output;
    },
    backward(gradient, { batch: rows }) {
      for (let i = 0; i < steps * rows * width; i++) {
        const t = Math.floor(i / (rows * width));
        places.gradient[t * width + (i % width)]! += gradient[i]!;
      }
      return gradient;
    },
    export: (graph, input) => graph.node("Add", [input, graph.floats([1, steps, width], places.values)]),
  };
}

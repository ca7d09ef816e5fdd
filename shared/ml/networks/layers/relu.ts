import type { Arithmetic, Numbers } from "../../matrix/arithmetic.ts";
import type { Layer, Sizes } from "./layer.ts";

/** max(0, x). */
export function createRelu(
  arithmetic: Arithmetic,
  { steps, batch, width }: Sizes & { readonly width: number },
): Layer {
  const output = arithmetic.allocate(steps * batch * width);
  const inputGradient = arithmetic.allocate(steps * batch * width);
  return {
    width,
    forward(input: Numbers, { batch }) {
      for (let i = 0; i < steps * batch * width; i++) output[i] = Math.max(input[i]!, 0);
      return output;
    },
    backward(gradient, { batch }) {
      for (let i = 0; i < steps * batch * width; i++) inputGradient[i] = output[i]! > 0 ? gradient[i]! : 0;
      return inputGradient;
    },
    export: (graph, input) => graph.node("Relu", [input]),
  };
}

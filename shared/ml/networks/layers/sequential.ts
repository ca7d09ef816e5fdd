import type { Arithmetic } from "../../matrix/arithmetic.ts";
import type { Layer, Sizes } from "./layer.ts";

/** Layers one after another; there must be one. */
export function createSequential(layers: readonly Layer[]): Layer {
  return {
    width: layers.at(-1)!.width,
    forward: (input, pass) => layers.reduce((values, layer) => layer.forward(values, pass), input),
    backward: (gradient, pass) =>
      layers.reduceRight((values, layer) => layer.backward(values, pass), gradient),
    export: (graph, input) => layers.reduce((name, layer) => layer.export(graph, name), input),
  };
}

/** x + f(x), or s(x) + f(x) with a shortcut where the widths differ, of equal gradients (He et al. 2016). */
export function createResidual(arithmetic: Arithmetic, sizes: Sizes, inner: Layer, shortcut?: Layer): Layer {
  const { width } = inner;
  const output = arithmetic.allocate(sizes.steps * sizes.batch * width);
  const inputGradient = arithmetic.allocate(sizes.steps * sizes.batch * (shortcut ? 0 : width));
  return {
    width,
    forward(input, pass) {
      const straight = shortcut ? shortcut.forward(input, pass) : input;
      const bent = inner.forward(input, pass);
      const size = sizes.steps * pass.batch * width;
      for (let i = 0; i < size; i++) output[i] = straight[i]! + bent[i]!;
      return output;
    },
    backward(gradient, pass) {
      const bent = inner.backward(gradient, pass);
      if (shortcut) {
        const straight = shortcut.backward(gradient, pass);
        for (let i = 0; i < bent.length; i++) bent[i]! += straight[i]!;
        return bent;
      }
      const size = sizes.steps * pass.batch * width;
      for (let i = 0; i < size; i++) inputGradient[i] = gradient[i]! + bent[i]!;
      return inputGradient;
    },
    export(graph, input) {
      const straight = shortcut ? shortcut.export(graph, input) : input;
      return graph.node("Add", [straight, inner.export(graph, input)]);
    },
  };
}

/** The newest step alone: what a network says of a sequence, it says from there. */
export function createNewestStep(
  arithmetic: Arithmetic,
  { steps, batch, width }: Sizes & { readonly width: number },
): Layer {
  const inputGradient = arithmetic.allocate(steps * batch * width);
  return {
    width,
    forward: (input, { batch }) => input.subarray((steps - 1) * batch * width, steps * batch * width),
    backward(gradient, { batch }) {
      inputGradient.fill(0);
      inputGradient.set(gradient.subarray(0, batch * width), (steps - 1) * batch * width);
      return inputGradient;
    },
    export(graph, input) {
      const index = graph.integers([steps - 1]);
      const axis = { kind: "int", value: 1 } as const;
      return graph.node("Squeeze", [graph.node("Gather", [input, index], { axis }), graph.integers([1])]);
    },
  };
}

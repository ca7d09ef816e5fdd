import { type Arithmetic, type Matrix, type Numbers, padded } from "../../matrix/arithmetic.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import type { Parameters } from "../parameters.ts";
import { createAttentionHead, type HeadViews } from "./attention-head.ts";
import type { Layer, Sizes } from "./layer.ts";
import { createLinear } from "./linear.ts";

interface AttentionSizes extends Sizes {
  readonly width: number;
  /** The width of a head is a multiple of 8. */
  readonly heads: number;
}

/** Queries, keys and values. */
const PARTS = 3;

/** Multi-head self-attention over all steps: every one of them is in the past of the newest. */
export function createSelfAttention(
  arithmetic: Arithmetic,
  parameters: Parameters,
  sizes: AttentionSizes,
): Layer {
  const { steps, batch, width, heads } = sizes;
  const size = width / heads;
  const sharesSize = steps * padded(steps);
  const project = createLinear(arithmetic, parameters, {
    steps,
    batch,
    inputs: width,
    outputs: PARTS * width,
  });
  const merge = createLinear(arithmetic, parameters, { steps, batch, inputs: width, outputs: width });
  const head = createAttentionHead(arithmetic, steps, size);
  const shares = arithmetic.allocate(batch * heads * sharesSize);
  const attended = arithmetic.allocate(steps * batch * width);
  const projectedGradient = arithmetic.allocate(steps * batch * PARTS * width);
  let projected: Numbers;

  const sharesOf = (b: number, h: number): Matrix => ({
    data: shares,
    at: (b * heads + h) * sharesSize,
    row: padded(steps),
  });
  const rowsOf = (data: Numbers, b: number, h: number, rows: number): Matrix => ({
    data,
    at: b * width + h * size,
    row: rows * width,
  });

  function viewsOf(data: Numbers, b: number, h: number, rows: number): HeadViews {
    const part = (index: number): Matrix => ({
      data,
      at: (b * PARTS + index) * width + h * size,
      row: rows * PARTS * width,
    });
    return { query: part(0), key: part(1), value: part(2) };
  }

  return {
    width,
    forward(input, pass) {
      projected = project.forward(input, pass);
      attended.fill(0);
      for (let b = 0; b < pass.batch; b++)
        for (let h = 0; h < heads; h++) {
          const views = viewsOf(projected, b, h, pass.batch);
          head.forward(views, sharesOf(b, h), rowsOf(attended, b, h, pass.batch));
        }
      return merge.forward(attended, pass);
    },
    backward(gradient, pass) {
      const attendedGradient = merge.backward(gradient, pass);
      projectedGradient.fill(0);
      for (let b = 0; b < pass.batch; b++)
        for (let h = 0; h < heads; h++) {
          const views = viewsOf(projected, b, h, pass.batch);
          const into = viewsOf(projectedGradient, b, h, pass.batch);
          head.backward(views, sharesOf(b, h), rowsOf(attendedGradient, b, h, pass.batch), into);
        }
      return project.backward(projectedGradient, pass);
    },
    export(graph, input) {
      const parts = graph.node("Reshape", [
        project.export(graph, input),
        graph.integers([0, steps, PARTS * heads, size]),
      ]);
      const byHead = graph.node("Transpose", [parts], ints([0, 2, 1, 3]));
      const [query, key, value] = [0, 1, 2].map((part) => headsOf(graph, byHead, part * heads, heads));
      const turnedKey = graph.node("Transpose", [key!], ints([0, 1, 3, 2]));
      const scores = graph.node("Div", [
        graph.node("MatMul", [query!, turnedKey]),
        graph.floats([1], [Math.sqrt(size)]),
      ]);
      const weights = graph.node("Softmax", [scores], { axis: { kind: "int", value: -1 } });
      const mixed = graph.node("Transpose", [graph.node("MatMul", [weights, value!])], ints([0, 2, 1, 3]));
      return merge.export(graph, graph.node("Reshape", [mixed, graph.integers([0, steps, width])]));
    },
  };
}

const ints = (value: readonly number[]) => ({ perm: { kind: "ints", value } }) as const;

/** Some of the heads of [N, heads, T, size]. */
function headsOf(graph: GraphBuilder, from: string, first: number, count: number): string {
  const bounds = [[first], [first + count], [1]].map((values) => graph.integers(values));
  return graph.node("Slice", [from, ...bounds]);
}

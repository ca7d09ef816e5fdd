import { decodeModel } from "../../ml/onnx/decode-model.ts";
import { type CompiledGraph, compileGraph } from "../../ml/onnx/evaluate.ts";
import type { GraphExplainer } from "../../ml/onnx/explain/explain-graph.ts";
import { rowShape } from "../../ml/onnx/model-contract.ts";
import { UnsupportedGraphError } from "../../ml/onnx/operators/unsupported-graph.ts";
import type { ModelRuntime } from "../../ports/model-runtime.ts";
import { assertRows } from "./assert-rows.ts";

/** The first rung: our own evaluator, for the families that are trained here. It is there at once and everywhere. */
export const evaluatorRuntime: ModelRuntime = {
  name: "evaluator",

  async load(bytes) {
    const graph = decodeModel(bytes);
    const shape = rowShape(graph);
    let compiled: CompiledGraph;
    try {
      compiled = compileGraph(graph);
    } catch (error) {
      if (error instanceof UnsupportedGraphError) return { refused: "model", reason: error.message };
      throw error;
    }
    // Few predictions are explained: what explains them is loaded and compiled with the first, not in every cold start.
    let explainer: GraphExplainer | undefined;
    return {
      runtime: "evaluator",
      rowShape: shape,
      async run(features, rows) {
        assertRows(features, rows, compiled.inputWidth);
        return compiled.run(features, rows);
      },
      async explain(row, reference) {
        const { compileExplainer } = await import("../../ml/onnx/explain/explain-graph.ts");
        explainer ??= compileExplainer(graph);
        return explainer?.(row, reference);
      },
      async release() {},
    };
  },
};

import type { Calibration } from "../calibration/calibration.ts";
import { CLASSES } from "../learner.ts";
import { ELEMENT_TYPE, floatTensor, node, type OnnxGraph, type OnnxNode, type OnnxTensor } from "./graph.ts";
import { INPUT, OUTPUT } from "./model-contract.ts";

/** How raw features become what a model was fitted to: one number a feature. */
export interface Preprocessing {
  /** Stands in for missing values. */
  readonly fill: ArrayLike<number>;
  /** Taken away first, */
  readonly mean: ArrayLike<number>;
  /** then divided by. */
  readonly scale: ArrayLike<number>;
  /** Bound of the result: it is kept within plus and minus this; Infinity where it is left out. */
  readonly limit?: number;
}

/** Puts imputation and scaling before a graph whose one input is prepared features float32[N, F]. */
export function withPreprocessing(graph: OnnxGraph, { fill, mean, scale, limit }: Preprocessing): OnnxGraph {
  const shape = [1, fill.length];
  const prepared = limit === undefined ? "features_scaled" : "features_limited";
  const nodes = graph.nodes.map((inner) => ({
    ...inner,
    inputs: inner.inputs.map((name) => (name === INPUT ? prepared : name)),
  }));
  return {
    ...graph,
    nodes: [
      node("IsNaN", [INPUT], "features_missing"),
      node("Where", ["features_missing", "imputation_fill", INPUT], "features_imputed"),
      node("Sub", ["features_imputed", "scaling_mean"], "features_centred"),
      node("Div", ["features_centred", "scaling_scale"], "features_scaled"),
      ...(limit === undefined
        ? []
        : [node("Clip", ["features_scaled", "limit_low", "limit_high"], prepared)]),
      ...nodes,
    ],
    initializers: [
      floatTensor("imputation_fill", shape, fill),
      floatTensor("scaling_mean", shape, mean),
      floatTensor("scaling_scale", shape, scale),
      ...(limit === undefined
        ? []
        : [floatTensor("limit_low", [], [-limit]), floatTensor("limit_high", [], [limit])]),
      ...graph.initializers,
    ],
  };
}

/** Puts calibration and the softmax behind a graph whose one output is scores float32[N, 3]. */
export function withCalibration(graph: OnnxGraph, calibration: Calibration): OnnxGraph {
  const { nodes, initializers } = calibrationPart(graph.outputs[0]!.name, calibration);
  return {
    ...graph,
    nodes: [
      ...graph.nodes,
      ...nodes,
      node("Softmax", ["scores_calibrated"], OUTPUT, { axis: { kind: "int", value: -1 } }),
    ],
    outputs: [{ name: OUTPUT, elementType: ELEMENT_TYPE.float, shape: ["N", CLASSES.length] }],
    initializers: [...graph.initializers, ...initializers],
  };
}

/** From `scores` to `scores_calibrated`. */
function calibrationPart(
  scores: string,
  calibration: Calibration,
): { readonly nodes: readonly OnnxNode[]; readonly initializers: readonly OnnxTensor[] } {
  if (calibration.method === "temperature") {
    return {
      nodes: [node("Div", [scores, "temperature"], "scores_calibrated")],
      initializers: [floatTensor("temperature", [1], [calibration.temperature])],
    };
  }
  const shape = [1, CLASSES.length];
  return {
    nodes: [
      node("Mul", [scores, "calibration_scale"], "scores_stretched"),
      node("Add", ["scores_stretched", "calibration_offset"], "scores_calibrated"),
    ],
    initializers: [
      floatTensor("calibration_scale", shape, calibration.scale),
      floatTensor("calibration_offset", shape, calibration.offset),
    ],
  };
}

/** A graph as a part of a larger one: what it reads is `input`, all other names get a prefix. */
export function embedded(graph: OnnxGraph, prefix: string, input: string): OnnxGraph {
  const renamed = (name: string) => (name === INPUT ? input : name && `${prefix}${name}`);
  return {
    ...graph,
    nodes: graph.nodes.map((inner) => ({
      ...inner,
      inputs: inner.inputs.map(renamed),
      outputs: inner.outputs.map(renamed),
    })),
    outputs: graph.outputs.map((output) => ({ ...output, name: renamed(output.name) })),
    initializers: graph.initializers.map((tensor) => ({ ...tensor, name: renamed(tensor.name) })),
  };
}

import { Failure } from "../../failure.ts";
import { CLASSES } from "../learner.ts";
import { ELEMENT_TYPE, type OnnxGraph, type OnnxValue } from "./graph.ts";

/** Names and types that every model file keeps, whoever trained it. */
export const INPUT = "features";
export const OUTPUT = "probabilities";

/** A model's description of itself in its file. */
export interface ModelDescription {
  readonly featureNames: readonly string[];
  readonly featureSetVersion: string;
}

export function withDescription(graph: OnnxGraph, description: ModelDescription): OnnxGraph {
  const metadata = {
    feature_names: JSON.stringify(description.featureNames),
    feature_set_version: description.featureSetVersion,
    class_order: CLASSES.join(","),
  };
  return { ...graph, metadata: { ...graph.metadata, ...metadata } };
}

/**
 * The shape of one row of input: [F], or [T, F] of a sequence model. Throws a Failure where the graph is not one from
 * `features` float32[N, F] or [N, T, F] to `probabilities` float32[N, 3].
 */
export function rowShape(graph: OnnxGraph): readonly number[] {
  const input = graph.inputs.find(({ name }) => name === INPUT);
  const output = graph.outputs.find(({ name }) => name === OUTPUT);
  if (!input || input.elementType !== ELEMENT_TYPE.float || !isRowShape(input.shape.slice(1))) {
    throw new Failure("unsupported_model", `The model needs an input ${INPUT} float32[N, F] or [N, T, F].`);
  }
  if (!output || !isProbabilities(output)) {
    throw new Failure(
      "unsupported_model",
      `The model needs an output ${OUTPUT} float32[N, ${CLASSES.length}].`,
    );
  }
  return input.shape.slice(1) as number[];
}

function isRowShape(shape: OnnxValue["shape"]): boolean {
  const known = shape.every((size) => typeof size === "number" && size > 0);
  return known && (shape.length === 1 || shape.length === 2);
}

function isProbabilities({ elementType, shape }: OnnxValue): boolean {
  return elementType === ELEMENT_TYPE.float && shape.length === 2 && shape[1] === CLASSES.length;
}

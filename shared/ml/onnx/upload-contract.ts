import { Failure } from "../../failure.ts";
import { CLASSES } from "../learner.ts";
import type { OnnxGraph } from "./graph.ts";
import { INPUT, rowShape } from "./model-contract.ts";
import { type UploadFault, uploadFailure } from "./upload-failure.ts";

/** The features that the file must be made for. */
export interface ExpectedFeatures {
  readonly version: string;
  readonly names: readonly string[];
}

/**
 * Refuses a graph whose input, output or features are not those of the contract.
 * @returns the shape of one row of its input: [F], or [T, F]
 * @throws Failure unsupported_model with `fault`
 */
export function checkContract(graph: OnnxGraph, features: ExpectedFeatures): readonly number[] {
  refuseOtherInputs(graph);
  const shape = contractShape(graph);
  refuseOtherFeatures(graph, shape, features);
  return shape;
}

function refuseOtherInputs({ inputs, initializers }: OnnxGraph): void {
  const constants = new Set(initializers.map(({ name }) => name));
  const others = inputs.filter(({ name }) => name !== INPUT && !constants.has(name));
  if (others.length > 0) {
    const names = others.map(({ name }) => name).join(", ");
    throw uploadFailure(
      "wrong_inputs",
      "/graph/input",
      `The only input is ${INPUT}; the model asks for ${names} too.`,
    );
  }
  const rows = inputs.find(({ name }) => name === INPUT)?.shape[0];
  if (typeof rows === "number") {
    const detail = `The first dimension of ${INPUT} is fixed at ${rows}: it must vary with the number of rows.`;
    throw uploadFailure("wrong_inputs", "/graph/input", detail);
  }
}

function contractShape(graph: OnnxGraph): readonly number[] {
  try {
    return rowShape(graph);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const isInput = error.detail.includes(INPUT);
    throw uploadFailure(
      isInput ? "wrong_inputs" : "wrong_outputs",
      isInput ? "/graph/input" : "/graph/output",
      error.detail,
    );
  }
}

/** The file's features, where it names any, must be those that this platform computes. */
function refuseOtherFeatures(
  { metadata }: OnnxGraph,
  shape: readonly number[],
  { version, names }: ExpectedFeatures,
): void {
  const width = shape.at(-1);
  if (width !== names.length) {
    const detail = `A row has ${width} features; the feature set ${version} has ${names.length}.`;
    throw uploadFailure("wrong_feature_set", "/graph/input", detail);
  }
  const stated: readonly [string, string, UploadFault][] = [
    ["feature_set_version", version, "wrong_feature_set"],
    ["feature_names", JSON.stringify(names), "wrong_feature_set"],
    ["class_order", CLASSES.join(","), "wrong_outputs"],
  ];
  for (const [key, expected, fault] of stated) {
    const value = metadata[key];
    if (value !== undefined && value !== expected) {
      throw uploadFailure(fault, `/metadata_props/${key}`, `The file's ${key} is not that of this platform.`);
    }
  }
}

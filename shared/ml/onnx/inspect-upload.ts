import { Failure } from "../../failure.ts";
import { CLASSES } from "../learner.ts";
import { isAllowedOperator } from "./allowed-operators.ts";
import { decodeModel } from "./decode-model.ts";
import type { OnnxGraph } from "./graph.ts";
import { INPUT, rowShape } from "./model-contract.ts";
import { readFileFacts } from "./read-file-facts.ts";

/** What is wrong with an uploaded file; stable, clients may branch on it. */
export type UploadFault =
  | "not_onnx"
  | "external_data"
  | "subgraph"
  | "extension"
  | "too_new"
  | "operator_not_allowed"
  | "wrong_inputs"
  | "wrong_outputs"
  | "wrong_feature_set"
  | "no_runtime"
  | "trial_run";

/** The newest that ONNX Runtime 1.20 loads, which is what the edge runtime has. */
const MAX_IR_VERSION = 10;
const MAX_OPSETS: Readonly<Record<string, number>> = { "": 21, "ai.onnx": 21, "ai.onnx.ml": 5 };

/** The features that the file must be made for. */
interface ExpectedFeatures {
  readonly version: string;
  readonly names: readonly string[];
}

/** A refusal of an uploaded file that says which check it failed, and where. */
export function uploadFailure(fault: UploadFault, pointer: string, detail: string, cause?: unknown): Failure {
  return new Failure("unsupported_model", detail, {
    errors: [{ pointer, detail }],
    extra: { fault },
    ...(cause !== undefined && { cause }),
  });
}

/**
 * Reads an uploaded file without running it, and refuses all that does not keep the contract of docs/models.md.
 * @returns the shape of one row of its input: [F], or [T, F]
 * @throws Failure unsupported_model with `fault`
 */
export function inspectUpload(bytes: Uint8Array, features: ExpectedFeatures): readonly number[] {
  const graph = decode(bytes);
  refuseWhatReachesOut(bytes);
  refuseNewerVersions(graph);
  refuseOtherOperators(graph);
  refuseOtherInputs(graph);
  const shape = contractShape(graph);
  refuseOtherFeatures(graph, shape, features);
  return shape;
}

function decode(bytes: Uint8Array): OnnxGraph {
  try {
    return decodeModel(bytes);
  } catch (cause) {
    throw uploadFailure(
      "not_onnx",
      "",
      "The bytes are not an ONNX model with a graph and operator sets.",
      cause,
    );
  }
}

function refuseWhatReachesOut(bytes: Uint8Array): void {
  const { irVersion, externalTensors, subgraphs, extensions } = readFileFacts(bytes);
  if (externalTensors > 0) {
    const detail = `${externalTensors} tensors lie in other files: save the model as one file.`;
    throw uploadFailure("external_data", "/graph/initializer", detail);
  }
  if (subgraphs > 0) {
    throw uploadFailure(
      "subgraph",
      "/graph/node",
      "The model branches or loops: export it without If, Loop and Scan.",
    );
  }
  if (extensions > 0) {
    throw uploadFailure(
      "extension",
      "/functions",
      "The file brings functions or training graphs along: export it for inference.",
    );
  }
  if (irVersion < 1 || irVersion > MAX_IR_VERSION) {
    throw uploadFailure(
      "too_new",
      "/ir_version",
      `The IR version is ${irVersion}; 1 to ${MAX_IR_VERSION} can be loaded.`,
    );
  }
}

function refuseNewerVersions({ opsets }: OnnxGraph): void {
  for (const [domain, version] of Object.entries(opsets)) {
    const newest = Object.hasOwn(MAX_OPSETS, domain) ? MAX_OPSETS[domain]! : undefined;
    const pointer = "/opset_import";
    if (newest === undefined) {
      throw uploadFailure("operator_not_allowed", pointer, `Operators of ${domain} are not allowed.`);
    }
    if (version > newest) {
      const name = domain || "ai.onnx";
      throw uploadFailure(
        "too_new",
        pointer,
        `The operator set ${name} is ${version}; up to ${newest} can be loaded.`,
      );
    }
  }
}

function refuseOtherOperators({ nodes }: OnnxGraph): void {
  const index = nodes.findIndex((node) => !isAllowedOperator(node));
  if (index < 0) return;
  const { domain, opType } = nodes[index]!;
  const name = domain ? `${domain}.${opType}` : opType;
  const hint = opType === "ZipMap" ? ": export probabilities as a tensor (zipmap=False)" : "";
  throw uploadFailure(
    "operator_not_allowed",
    `/graph/node/${index}`,
    `The operator ${name} is not allowed${hint}.`,
  );
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

/** What the file says of its features, where it says anything, must be what this platform computes. */
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

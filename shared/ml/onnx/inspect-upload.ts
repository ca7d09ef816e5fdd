import { isAllowedOperator } from "./allowed-operators.ts";
import { decodeModel } from "./decode-model.ts";
import type { OnnxGraph } from "./graph.ts";
import { readFileFacts } from "./read-file-facts.ts";
import { checkContract, type ExpectedFeatures } from "./upload-contract.ts";
import { uploadFailure } from "./upload-failure.ts";

/** The newest that ONNX Runtime 1.20 loads, which is what the edge runtime has. */
const MAX_IR_VERSION = 10;
const MAX_OPSETS: Readonly<Record<string, number>> = { "": 21, "ai.onnx": 21, "ai.onnx.ml": 5 };

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
  return checkContract(graph, features);
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

import { PbfReader } from "pbf";
import { Failure } from "../../failure.ts";
import { readAttribute } from "./decode-attribute.ts";
import { readTensor } from "./decode-tensor.ts";
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxValue } from "./graph.ts";

/** The graph while it is built up field by field; outside it is read-only. */
type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };
type GraphDraft = Draft<OnnxGraph> & { opsets: Record<string, number>; metadata: Record<string, string> };

/** Reads an ONNX file of any trainer. Throws a Failure on bytes that are none. */
export function decodeModel(bytes: Uint8Array): OnnxGraph {
  let graph: OnnxGraph;
  try {
    graph = new PbfReader(bytes).readFields(readModelField, emptyGraph());
  } catch (cause) {
    throw new Failure("unsupported_model", "The bytes are not an ONNX model.", { cause });
  }
  if (graph.inputs.length > 0 && graph.outputs.length > 0 && Object.keys(graph.opsets).length > 0)
    return graph;
  throw new Failure(
    "unsupported_model",
    "The bytes are not an ONNX model with inputs, outputs and operator sets.",
  );
}

function emptyGraph(): GraphDraft {
  return { name: "", nodes: [], inputs: [], outputs: [], initializers: [], opsets: {}, metadata: {} };
}

function readModelField(field: number, graph: GraphDraft, pbf: PbfReader): void {
  if (field === 7) pbf.readMessage(readGraphField, graph);
  else if (field === 8) {
    const opset = pbf.readMessage(readOpsetField, { domain: "", version: 0 });
    graph.opsets[opset.domain] = opset.version;
  } else if (field === 14) {
    const entry = pbf.readMessage(readEntryField, { key: "", value: "" });
    graph.metadata[entry.key] = entry.value;
  }
}

function readOpsetField(field: number, opset: { domain: string; version: number }, pbf: PbfReader): void {
  if (field === 1) opset.domain = pbf.readString();
  else if (field === 2) opset.version = pbf.readVarint();
}

function readEntryField(field: number, entry: { key: string; value: string }, pbf: PbfReader): void {
  if (field === 1) entry.key = pbf.readString();
  else if (field === 2) entry.value = pbf.readString();
}

function readGraphField(field: number, graph: GraphDraft, pbf: PbfReader): void {
  if (field === 1) graph.nodes.push(readNode(pbf));
  else if (field === 2) graph.name = pbf.readString();
  else if (field === 5) graph.initializers.push(readTensor(pbf));
  else if (field === 11) graph.inputs.push(readValue(pbf));
  else if (field === 12) graph.outputs.push(readValue(pbf));
}

function readNode(pbf: PbfReader): OnnxNode {
  const attributes: Record<string, OnnxAttribute> = {};
  const node: Draft<OnnxNode> = { opType: "", domain: "", inputs: [], outputs: [], attributes };
  return pbf.readMessage((field) => {
    if (field === 1) node.inputs.push(pbf.readString());
    else if (field === 2) node.outputs.push(pbf.readString());
    else if (field === 4) node.opType = pbf.readString();
    else if (field === 7) node.domain = pbf.readString();
    else if (field === 5) Object.assign(attributes, readAttribute(pbf));
  }, node);
}

function readValue(pbf: PbfReader): OnnxValue {
  const value: Draft<OnnxValue> = { name: "", elementType: 0, shape: [] };
  return pbf.readMessage((field) => {
    if (field === 1) value.name = pbf.readString();
    else if (field === 2) pbf.readMessage(readTypeField, value);
  }, value);
}

function readTypeField(field: number, value: Draft<OnnxValue>, pbf: PbfReader): void {
  if (field === 1) pbf.readMessage(readTensorTypeField, value);
}

function readTensorTypeField(field: number, value: Draft<OnnxValue>, pbf: PbfReader): void {
  if (field === 1) value.elementType = pbf.readVarint();
  else if (field === 2) pbf.readMessage(readShapeField, value);
}

function readShapeField(field: number, value: Draft<OnnxValue>, pbf: PbfReader): void {
  // A dimension without a value or a name may be anything.
  if (field === 1)
    value.shape.push(pbf.readMessage(readDimensionField, { size: "" as number | string }).size);
}

function readDimensionField(field: number, dimension: { size: number | string }, pbf: PbfReader): void {
  if (field === 1) dimension.size = pbf.readVarint();
  else if (field === 2) dimension.size = pbf.readString();
}

import { PbfWriter } from "pbf";
import {
  ATTRIBUTE_TYPE,
  ELEMENT_TYPE,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from "./graph.ts";

// The field numbers are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).

/** The one that came with operator set 17. */
const IR_VERSION = 8;

/** The bytes of an ONNX file; the same graph gives the same bytes. Throws a RangeError on parts that were never read. */
export function encodeModel(graph: OnnxGraph): Uint8Array<ArrayBuffer> {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, "edgewise");
  pbf.writeMessage(7, writeGraph, graph);
  for (const opset of Object.entries(graph.opsets)) pbf.writeMessage(8, writeOpset, opset);
  for (const entry of Object.entries(graph.metadata)) pbf.writeMessage(14, writeEntry, entry);
  return new Uint8Array(pbf.finish());
}

function writeOpset([domain, version]: [string, number], pbf: PbfWriter): void {
  pbf.writeStringField(1, domain);
  pbf.writeVarintField(2, version);
}

function writeEntry([key, value]: [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, key);
  pbf.writeStringField(2, value);
}

function writeGraph(graph: OnnxGraph, pbf: PbfWriter): void {
  for (const node of graph.nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, graph.name);
  for (const tensor of graph.initializers) pbf.writeMessage(5, writeTensor, tensor);
  for (const value of graph.inputs) pbf.writeMessage(11, writeValue, value);
  for (const value of graph.outputs) pbf.writeMessage(12, writeValue, value);
}

function writeNode(node: OnnxNode, pbf: PbfWriter): void {
  for (const input of node.inputs) pbf.writeStringField(1, input);
  for (const output of node.outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(4, node.opType);
  for (const attribute of Object.entries(node.attributes)) pbf.writeMessage(5, writeAttribute, attribute);
  pbf.writeStringField(7, node.domain);
}

function writeAttribute([name, attribute]: [string, OnnxAttribute], pbf: PbfWriter): void {
  if (attribute.kind === "unread")
    throw new RangeError(`attribute ${name} was not read and cannot be written`);
  pbf.writeStringField(1, name);
  if (attribute.kind === "float") pbf.writeFloatField(2, attribute.value);
  else if (attribute.kind === "int") pbf.writeVarintField(3, attribute.value);
  else if (attribute.kind === "string") pbf.writeStringField(4, attribute.value);
  else if (attribute.kind === "tensor") pbf.writeMessage(5, writeTensor, attribute.value);
  else if (attribute.kind === "floats") pbf.writePackedFloat(7, [...attribute.value]);
  else if (attribute.kind === "ints") pbf.writePackedVarint(8, [...attribute.value]);
  else if (attribute.kind === "strings") for (const value of attribute.value) pbf.writeStringField(9, value);
  pbf.writeVarintField(20, ATTRIBUTE_TYPE[attribute.kind]);
}

function writeTensor({ name, dims, data }: OnnxTensor, pbf: PbfWriter): void {
  if (!data) throw new RangeError(`tensor ${name} was not read and cannot be written`);
  pbf.writePackedVarint(1, [...dims]);
  pbf.writeVarintField(2, data instanceof Float32Array ? ELEMENT_TYPE.float : ELEMENT_TYPE.int64);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue({ name, elementType, shape }: OnnxValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, { elementType, shape });
}

function writeType(type: Omit<OnnxValue, "name">, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, type);
}

function writeTensorType({ elementType, shape }: Omit<OnnxValue, "name">, pbf: PbfWriter): void {
  pbf.writeVarintField(1, elementType);
  pbf.writeMessage(2, writeShape, shape);
}

function writeShape(shape: OnnxValue["shape"], pbf: PbfWriter): void {
  for (const dimension of shape) pbf.writeMessage(1, writeDimension, dimension);
}

function writeDimension(dimension: number | string, pbf: PbfWriter): void {
  if (typeof dimension === "number") pbf.writeVarintField(1, dimension);
  else pbf.writeStringField(2, dimension);
}

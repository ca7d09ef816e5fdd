import { PbfReader } from "pbf";

/** Statements of a file beside its graph, and references that could reach out of it. */
export interface FileFacts {
  readonly irVersion: number;
  /** Tensors whose values lie in other files. */
  readonly externalTensors: number;
  /** Graphs inside of nodes: branches and loops. */
  readonly subgraphs: number;
  /** Functions and training graphs that the file brings along. */
  readonly extensions: number;
}

type Draft = { -readonly [K in keyof FileFacts]: FileFacts[K] };

/** Value of `TensorProto.data_location` that says: in another file. */
const EXTERNAL = 1;

/** Reads only what decodeModel passes over; throws on bytes that are no protocol buffer. */
export function readFileFacts(bytes: Uint8Array): FileFacts {
  const facts = { irVersion: 0, externalTensors: 0, subgraphs: 0, extensions: 0 };
  return new PbfReader(bytes).readFields(readModelField, facts);
}

function readModelField(field: number, facts: Draft, pbf: PbfReader): void {
  if (field === 1) facts.irVersion = pbf.readVarint();
  else if (field === 7) pbf.readMessage(readGraphField, facts);
  else if (field === 20 || field === 25) facts.extensions++;
}

function readGraphField(field: number, facts: Draft, pbf: PbfReader): void {
  if (field === 1) pbf.readMessage(readNodeField, facts);
  else if (field === 5) pbf.readMessage(readTensorField, facts);
}

function readNodeField(field: number, facts: Draft, pbf: PbfReader): void {
  if (field === 5) pbf.readMessage(readAttributeField, facts);
}

/** Fields 5 and 10 are tensors, 6 and 11 graphs. */
function readAttributeField(field: number, facts: Draft, pbf: PbfReader): void {
  if (field === 5 || field === 10) pbf.readMessage(readTensorField, facts);
  else if (field === 6 || field === 11) facts.subgraphs++;
}

/** Field 13 names the other file, field 14 says that there is one; either is enough. */
function readTensorField(field: number, facts: Draft, pbf: PbfReader): void {
  if (field === 13) facts.externalTensors++;
  else if (field === 14 && pbf.readVarint() === EXTERNAL) facts.externalTensors++;
}

/** The part of ONNX's ModelProto that Edgewise writes and understands, as plain data. */

/** Values of `TensorProto.DataType`. */
export const ELEMENT_TYPE = { float: 1, int64: 7, bool: 9 } as const;

/** Values of `AttributeProto.AttributeType`, for the kinds that are read. */
export const ATTRIBUTE_TYPE = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** Absent in a decoded tensor of another element type: nothing here looks into it. */
  readonly data?: Float32Array | BigInt64Array;
}

/** An attribute of a node. `unread` stands for a kind (subgraphs, sparse tensors) that nothing here looks into. */
export type OnnxAttribute =
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "strings"; readonly value: readonly string[] }
  | { readonly kind: "tensor"; readonly value: OnnxTensor }
  | { readonly kind: "unread" };

export interface OnnxNode {
  readonly opType: string;
  /** "" is the standard set; tree ensembles are in "ai.onnx.ml". */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A named input or output. A dimension is a number, or the name of one that varies ("N"). */
export interface OnnxValue {
  readonly name: string;
  readonly elementType: number;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  /** In an order in which every node's inputs come before it. */
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxTensor[];
  /** Version of each operator set the nodes come from, by domain. */
  readonly opsets: Readonly<Record<string, number>>;
  /** `metadata_props`: what the file says about itself. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The operator sets that ONNX Runtime 1.20 loads, and with it every rung of the runtime ladder. */
export const OPSETS: OnnxGraph["opsets"] = { "": 17, "ai.onnx.ml": 3 };

/** A node of the standard operator set. */
export function node(
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: OnnxNode["attributes"] = {},
): OnnxNode {
  return { opType, domain: "", inputs, outputs: [output], attributes };
}

export function floatTensor(name: string, dims: readonly number[], values: ArrayLike<number>): OnnxTensor {
  return { name, dims, data: Float32Array.from(values) };
}

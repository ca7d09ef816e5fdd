import type { PbfReader } from "pbf";
import { ELEMENT_TYPE, type OnnxTensor } from "./graph.ts";

interface TensorFields {
  name: string;
  elementType: number;
  raw: Uint8Array | undefined;
  readonly dims: number[];
  readonly floats: number[];
  readonly int64s: number[];
}

/** A TensorProto. Its values lie in `raw_data`, or one by one in a field of their type. */
export function readTensor(pbf: PbfReader): OnnxTensor {
  const fields = pbf.readMessage<TensorFields>(readField, {
    name: "",
    elementType: 0,
    raw: undefined,
    dims: [],
    floats: [],
    int64s: [],
  });
  const data = dataOf(fields);
  return { name: fields.name, dims: fields.dims, ...(data && { data }) };
}

function readField(field: number, fields: TensorFields, pbf: PbfReader): void {
  if (field === 1) pbf.readPackedVarint(fields.dims);
  else if (field === 2) fields.elementType = pbf.readVarint();
  else if (field === 4) pbf.readPackedFloat(fields.floats);
  else if (field === 7) pbf.readPackedVarint(fields.int64s, true);
  else if (field === 8) fields.name = pbf.readString();
  else if (field === 9) fields.raw = pbf.readBytes();
}

function dataOf({ elementType, raw, floats, int64s }: TensorFields): OnnxTensor["data"] {
  // A copy, because raw bytes may start anywhere and typed arrays must not.
  const buffer = raw && new Uint8Array(raw).buffer;
  if (elementType === ELEMENT_TYPE.float)
    return buffer ? new Float32Array(buffer) : Float32Array.from(floats);
  if (elementType === ELEMENT_TYPE.int64) {
    return buffer ? new BigInt64Array(buffer) : BigInt64Array.from(int64s, (value) => BigInt(value));
  }
  return undefined;
}

import type { PbfReader } from "pbf";
import { readTensor } from "./decode-tensor.ts";
import { ATTRIBUTE_TYPE, type OnnxAttribute, type OnnxTensor } from "./graph.ts";
import { type KnownWords, readFloats, readInts, readWord } from "./packed-lists.ts";

/** An AttributeProto has a field for every kind of value, and says in `type` which one counts. */
interface AttributeFields {
  name: string;
  type: number;
  float: number;
  int: number;
  string: string;
  tensor: OnnxTensor | undefined;
  floats: number[];
  ints: number[];
  readonly strings: string[];
  readonly words: KnownWords;
}

/** One attribute by its name. */
export function readAttribute(pbf: PbfReader): Record<string, OnnxAttribute> {
  const fields = pbf.readMessage<AttributeFields>(readField, {
    name: "",
    type: 0,
    float: 0,
    int: 0,
    string: "",
    tensor: undefined,
    floats: [],
    ints: [],
    strings: [],
    words: new Map(),
  });
  return { [fields.name]: attributeOf(fields) };
}

function readField(field: number, fields: AttributeFields, pbf: PbfReader): void {
  if (field === 1) fields.name = pbf.readString();
  else if (field === 2) fields.float = pbf.readFloat();
  else if (field === 3) fields.int = pbf.readVarint(true);
  else if (field === 4) fields.string = pbf.readString();
  else if (field === 5) fields.tensor = readTensor(pbf);
  else if (field === 7) fields.floats = appended(fields.floats, readFloats(pbf));
  else if (field === 8) fields.ints = appended(fields.ints, readInts(pbf));
  else if (field === 9) fields.strings.push(readWord(pbf, fields.words));
  else if (field === 20) fields.type = pbf.readVarint();
}

/** Writers that do not pack a list write a field for each of its numbers. */
function appended(list: number[], more: number[]): number[] {
  if (list.length === 0) return more;
  for (const number of more) list.push(number);
  return list;
}

function attributeOf(fields: AttributeFields): OnnxAttribute {
  switch (fields.type) {
    case ATTRIBUTE_TYPE.float:
      return { kind: "float", value: fields.float };
    case ATTRIBUTE_TYPE.int:
      return { kind: "int", value: fields.int };
    case ATTRIBUTE_TYPE.string:
      return { kind: "string", value: fields.string };
    case ATTRIBUTE_TYPE.floats:
      return { kind: "floats", value: fields.floats };
    case ATTRIBUTE_TYPE.ints:
      return { kind: "ints", value: fields.ints };
    case ATTRIBUTE_TYPE.strings:
      return { kind: "strings", value: fields.strings };
    default:
      return fields.tensor ? { kind: "tensor", value: fields.tensor } : { kind: "unread" };
  }
}

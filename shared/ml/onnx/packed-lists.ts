// Lists of a model's attributes. A fresh isolate reads tens of thousands of tree nodes before any of this is compiled, so
// their numbers and words are not read by a call each.
import type { PbfReader } from "pbf";

/** Protobuf's wire type of what begins with its length: numbers packed into one field, or a text. */
const LENGTH_DELIMITED = 2;
/** A byte below is a whole number. */
const CONTINUED = 0x80;

/** The floats of one field, packed or a single one. Throws a RangeError on bytes that are no floats. */
export function readFloats(pbf: PbfReader): number[] {
  if (pbf.type !== LENGTH_DELIMITED) return [pbf.readFloat()];
  // A copy: they stand anywhere in the file, a view only at multiples of four.
  return Array.from(new Float32Array(pbf.readBytes().slice().buffer));
}

/** The integers of one field, packed or a single one. Throws on a field longer than the file, as pbf does. */
export function readInts(pbf: PbfReader): number[] {
  if (pbf.type !== LENGTH_DELIMITED) return [pbf.readVarint(true)];
  const end = pbf.readVarint() + pbf.pos;
  const ints: number[] = [];
  while (pbf.pos < end) {
    const byte = pbf.buf[pbf.pos]!;
    if (byte < CONTINUED) {
      ints.push(byte);
      pbf.pos += 1;
    } else {
      ints.push(pbf.readVarint(true));
    }
  }
  return ints;
}

/** Where the newest word of each length stands in the file. */
export type KnownWords = Map<number, { readonly at: number; readonly word: string }>;

/** One word of a list; a word like the one of its length before it is not decoded again. */
export function readWord(pbf: PbfReader, known: KnownWords): string {
  const start = pbf.pos;
  const length = pbf.readVarint();
  const at = pbf.pos;
  const former = known.get(length);
  if (former && areSame(pbf.buf, former.at, at, length)) {
    pbf.pos = at + length;
    return former.word;
  }
  pbf.pos = start;
  const word = pbf.readString();
  known.set(length, { at, word });
  return word;
}

function areSame(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}

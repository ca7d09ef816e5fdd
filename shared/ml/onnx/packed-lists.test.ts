import fc from "fast-check";
import { PbfReader, PbfWriter } from "pbf";
import { describe, expect, it } from "vitest";
import { type KnownWords, readFloats, readInts, readWord } from "./packed-lists.ts";

const FIELD = 7;

/** Every field of a message, each read by the given function. */
function fieldsOf<T>(write: (pbf: PbfWriter) => void, read: (pbf: PbfReader) => T): T[] {
  const writer = new PbfWriter();
  write(writer);
  const found: T[] = [];
  new PbfReader(writer.finish()).readFields((_, all, pbf) => all.push(read(pbf)), found);
  return found;
}

const float = fc.float({ noDefaultInfinity: false });
const int = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });

describe("lists of an attribute", () => {
  it("are read packed, wherever they stand", () => {
    fc.assert(
      fc.property(fc.array(float, { minLength: 1 }), fc.array(int, { minLength: 1 }), (floats, ints) => {
        expect(fieldsOf((pbf) => pbf.writePackedFloat(FIELD, floats), readFloats)).toEqual([floats]);
        expect(fieldsOf((pbf) => pbf.writePackedVarint(FIELD, ints), readInts)).toEqual([ints]);
      }),
    );
  });

  it("are read number by number, as writers of the older syntax leave them", () => {
    const floats = (pbf: PbfWriter) => {
      for (const value of [1.5, -2]) pbf.writeFloatField(FIELD, value);
    };
    const ints = (pbf: PbfWriter) => {
      for (const value of [3, 300, -4]) pbf.writeVarintField(FIELD, value);
    };
    expect(fieldsOf(floats, readFloats)).toEqual([[1.5], [-2]]);
    expect(fieldsOf(ints, readInts)).toEqual([[3], [300], [-4]]);
  });

  it("of words give each word, also where others of its length came before", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("LEAF", "LEAS", "", "BRANCH_LEQ", "größer", "a\u0000b")),
        (words) => {
          const known: KnownWords = new Map();
          const write = (pbf: PbfWriter) => {
            for (const word of words) pbf.writeStringField(FIELD, word);
          };
          expect(fieldsOf(write, (pbf) => readWord(pbf, known))).toEqual(words);
        },
      ),
    );
  });

  it("that end in the middle of a number are refused", () => {
    const bytes = Uint8Array.of((FIELD << 3) | 2, 3, 0, 0, 0);
    expect(() => new PbfReader(bytes).readFields((_, __, pbf) => readFloats(pbf), {})).toThrow(RangeError);
    const long = Uint8Array.of((FIELD << 3) | 2, 200, 1, 5);
    expect(() => new PbfReader(long).readFields((_, __, pbf) => readInts(pbf), {})).toThrow();
  });
});

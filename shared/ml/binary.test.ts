import fc from "fast-check";
import { expect, it } from "vitest";
import { BinaryReader, BinaryWriter } from "./binary.ts";

it("reads what was written, bit for bit, from bytes at any offset", () => {
  fc.assert(
    fc.property(
      fc.double(),
      fc.uint8Array(),
      fc.uint16Array(),
      fc.float32Array(),
      fc.float64Array(),
      fc.nat(9),
      (number, a, b, c, d, offset) => {
        const bytes = new BinaryWriter("test").array(a).number(number).array(b).array(c).array(d).bytes();
        const moved = new Uint8Array(offset + bytes.length);
        moved.set(bytes, offset);
        const reader = new BinaryReader(moved.subarray(offset), "test");
        expect(reader.array(Uint8Array)).toEqual(a);
        expect(reader.number()).toBe(number);
        expect(reader.array(Uint16Array)).toEqual(b);
        expect(reader.array(Float32Array)).toEqual(c);
        expect(reader.array(Float64Array)).toEqual(d);
        reader.end();
      },
    ),
  );
});

it("reads what was nested as the bytes that the other writer would have made", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.float32Array(), (a, b) => {
      const inner = () => new BinaryWriter("inner").array(a).array(b);
      const reader = new BinaryReader(new BinaryWriter("outer").nested(inner()).number(7).bytes(), "outer");
      expect(reader.array(Uint8Array)).toEqual(inner().bytes());
      expect(reader.number()).toBe(7);
      reader.end();
    }),
  );
});

it("refuses bytes of another kind, cut short or left over", () => {
  const bytes = new BinaryWriter("test").array(Float64Array.of(1, 2)).bytes();
  expect(() => new BinaryReader(bytes, "other")).toThrow("expected other");
  expect(() => new BinaryReader(new Uint8Array(), "test")).toThrow("cut short");
  expect(() => new BinaryReader(bytes.subarray(0, bytes.length - 8), "test").array(Float64Array)).toThrow(
    "cut short",
  );
  expect(() => new BinaryReader(bytes, "test").end()).toThrow("left over");
});

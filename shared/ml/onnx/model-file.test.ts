import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longShortTermMemory } from "../../../tests/support/network-models.ts";
import { Failure } from "../../failure.ts";
import { decodeModel } from "./decode-model.ts";
import { encodeModel } from "./encode-model.ts";
import type { OnnxAttribute, OnnxGraph, OnnxTensor } from "./graph.ts";

const int64 = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const float = fc.float({ noDefaultInfinity: false });
const name = fc.string({ minLength: 1 });
const tensor: fc.Arbitrary<OnnxTensor> = fc.oneof(
  fc.record({ name, dims: fc.array(fc.nat()), data: fc.float32Array() }),
  fc.record({ name, dims: fc.array(fc.nat()), data: fc.bigInt64Array() }),
);
const attribute: fc.Arbitrary<OnnxAttribute> = fc.oneof(
  fc.record({ kind: fc.constant("float" as const), value: float }),
  fc.record({ kind: fc.constant("int" as const), value: int64 }),
  fc.record({ kind: fc.constant("string" as const), value: fc.string() }),
  fc.record({ kind: fc.constant("floats" as const), value: fc.array(float) }),
  fc.record({ kind: fc.constant("ints" as const), value: fc.array(int64) }),
  fc.record({ kind: fc.constant("strings" as const), value: fc.array(fc.string()) }),
  fc.record({ kind: fc.constant("tensor" as const), value: tensor }),
);
const key = name.filter((text) => text !== "__proto__");
const dictionary = <T>(entry: fc.Arbitrary<T>) => fc.dictionary(key, entry, { noNullPrototype: true });
const value = fc.record({
  name,
  elementType: fc.integer({ min: 1, max: 20 }),
  shape: fc.array(fc.oneof(fc.nat(), name)),
});
const graph: fc.Arbitrary<OnnxGraph> = fc.record({
  name,
  nodes: fc.array(
    fc.record({
      opType: name,
      domain: fc.string(),
      inputs: fc.array(fc.string()),
      outputs: fc.array(fc.string()),
      attributes: dictionary(attribute),
    }),
  ),
  inputs: fc.array(value, { minLength: 1 }),
  outputs: fc.array(value, { minLength: 1 }),
  initializers: fc.array(tensor),
  opsets: fc.constantFrom({ "": 17 }, { "": 13, "ai.onnx.ml": 3 }),
  metadata: dictionary(fc.string()),
});

describe("model files", () => {
  it("read back as they were written, in the same bytes", () => {
    fc.assert(
      fc.property(graph, (original) => {
        const bytes = encodeModel(original);
        expect(decodeModel(bytes)).toEqual(original);
        expect(encodeModel(decodeModel(bytes))).toEqual(bytes);
      }),
    );
  });

  it("that are cut short or altered are refused or read as something else, and nothing worse", () => {
    const bytes = encodeModel(longShortTermMemory(2, 2, 2));
    fc.assert(
      fc.property(
        fc.nat(bytes.length),
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255))),
        (length, changes) => {
          const spoilt = bytes.slice(0, length);
          for (const [at, byte] of changes) spoilt[at] = byte;
          try {
            decodeModel(spoilt);
          } catch (error) {
            expect(error).toMatchObject({ code: "unsupported_model" });
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["text", new TextEncoder().encode("symbol,open,high,low,close")],
    ["a graph without outputs", encodeModel({ ...longShortTermMemory(2, 2), outputs: [] })],
    ["a graph without operator sets", encodeModel({ ...longShortTermMemory(2, 2), opsets: {} })],
  ])("are not made of %s", (_, bytes) => {
    expect(() => decodeModel(bytes)).toThrow(Failure);
  });

  it("are not written with parts that were never read", () => {
    const [first, ...rest] = longShortTermMemory(2, 2).nodes;
    const unread = { ...first!, attributes: { body: { kind: "unread" } as const } };
    const base = longShortTermMemory(2, 2);
    expect(() => encodeModel({ ...base, nodes: [unread, ...rest] })).toThrow(/body was not read/);
    expect(() => encodeModel({ ...base, initializers: [{ name: "half", dims: [1] }] })).toThrow(
      /half was not read/,
    );
  });
});

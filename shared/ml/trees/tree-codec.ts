import type { BinaryReader, BinaryWriter } from "../binary.ts";
import type { Tree } from "./tree.ts";

type Column = Uint8Array | Uint16Array | Float32Array;

/** Typed arrays one behind another, in one of the given length. */
export function joined<T extends Column>(parts: readonly T[], into: T): T {
  let at = 0;
  for (const part of parts) {
    into.set(part, at);
    at += part.length;
  }
  return into;
}

/** Writes trees column by column; `readTrees` reads them. */
export function writeTrees(writer: BinaryWriter, trees: readonly Tree[]): BinaryWriter {
  const nodes = trees.reduce((sum, tree) => sum + tree.left.length, 0);
  const column = <T extends Column>(name: keyof Tree, into: T) =>
    joined(
      trees.map((tree) => tree[name] as unknown as T),
      into,
    );
  return writer
    .array(Uint16Array.from(trees, (tree) => tree.left.length))
    .array(column("left", new Uint16Array(nodes)))
    .array(column("feature", new Uint16Array(nodes)))
    .array(column("value", new Float32Array(nodes)))
    .array(column("missingLeft", new Uint8Array(nodes)));
}

export function readTrees(reader: BinaryReader): Tree[] {
  const sizes = reader.array(Uint16Array);
  const left = reader.array(Uint16Array);
  const feature = reader.array(Uint16Array);
  const value = reader.array(Float32Array);
  const missingLeft = reader.array(Uint8Array);
  let end = 0;
  return Array.from(sizes, (size) => {
    const begin = end;
    end += size;
    return {
      left: left.subarray(begin, end),
      feature: feature.subarray(begin, end),
      value: value.subarray(begin, end),
      missingLeft: missingLeft.subarray(begin, end),
    };
  });
}

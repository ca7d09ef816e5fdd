import type { BinaryReader, BinaryWriter } from "../binary.ts";
import { joined } from "../joined.ts";
import type { Tree } from "./tree.ts";

/** Writes trees column by column; `readTrees` reads them. */
export function writeTrees(writer: BinaryWriter, trees: readonly Tree[]): BinaryWriter {
  const column = <T extends Tree[keyof Tree]>(type: new (length: number) => T, of: (tree: Tree) => T) =>
    joined(type, trees.map(of));
  return writer
    .array(Uint16Array.from(trees, (tree) => tree.left.length))
    .array(column(Uint16Array, ({ left }) => left))
    .array(column(Uint16Array, ({ feature }) => feature))
    .array(column(Float32Array, ({ value }) => value))
    .array(column(Uint8Array, ({ missingLeft }) => missingLeft));
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

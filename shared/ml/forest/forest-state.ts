import { BinaryReader, BinaryWriter } from "../binary.ts";
import { joined } from "../joined.ts";
import type { Tree } from "../trees/tree.ts";
import { readTrees, writeTrees } from "../trees/tree-codec.ts";

/** A tree whose leaf i (the value of its node) holds the classes in the shares `shares[3 i .. 3 i + 2]`. */
export interface ForestTree extends Tree {
  readonly shares: Float32Array;
}

/** The forest after some trees. Never changed in place. */
export interface ForestState {
  readonly trees: readonly ForestTree[];
  /** State of the random generator. */
  readonly random: Uint32Array;
}

const TAG = "forest-state-1";

export function encodeState({ trees, random }: ForestState): Uint8Array<ArrayBuffer> {
  const sizes = Uint16Array.from(trees, ({ shares }) => shares.length);
  const shares = joined(
    Float32Array,
    trees.map((tree) => tree.shares),
  );
  return writeTrees(new BinaryWriter(TAG).array(random), trees).array(sizes).array(shares).bytes();
}

/** Throws a RangeError on bytes that are not a state. */
export function decodeState(bytes: Uint8Array): ForestState {
  const reader = new BinaryReader(bytes, TAG);
  const random = reader.array(Uint32Array);
  const trees = readTrees(reader);
  const sizes = reader.array(Uint16Array);
  const shares = reader.array(Float32Array);
  reader.end();
  let end = 0;
  return {
    random,
    trees: trees.map((tree, i) => {
      const begin = end;
      end += sizes[i]!;
      return { ...tree, shares: shares.subarray(begin, end) };
    }),
  };
}

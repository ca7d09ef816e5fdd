import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import { ABOVE, BELOW, NODE_WORDS, SPLIT, type TreeTable } from "./tree-table.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** Values that leaves add, and to which target. */
export interface LeafWeights {
  readonly target: Int32Array;
  readonly weight: Float32Array;
}

/** Reads the attributes `target_*` and writes into each leaf of the table where its weights begin and end. */
export function readLeafWeights(node: OnnxNode, trees: TreeTable, targets: number): LeafWeights {
  const treeIds = attribute(node, "target_treeids", "ints", []);
  const nodeIds = attribute(node, "target_nodeids", "ints", []);
  const targetIds = attribute(node, "target_ids", "ints", []);
  const weights = attribute(node, "target_weights", "floats", []);
  if ([nodeIds, targetIds, weights].some((column) => column.length !== treeIds.length)) {
    throw new UnsupportedGraphError("the columns of the leaves differ in length");
  }
  // Plain loops: a file is read once in an isolate's life, by code that is not yet compiled.
  const owners = new Int32Array(treeIds.length);
  for (let i = 0; i < owners.length; i++) {
    const target = targetIds[i]!;
    if (!(target >= 0 && target < targets)) {
      throw new UnsupportedGraphError("a leaf adds to a target that is not there");
    }
    owners[i] = leafPlace(trees, treeIds[i]!, nodeIds[i]!);
  }
  const places = placesByOwner(owners, trees);
  const sorted = { target: new Int32Array(owners.length), weight: new Float32Array(owners.length) };
  for (let i = 0; i < owners.length; i++) {
    sorted.target[places[i]!] = targetIds[i]!;
    sorted.weight[places[i]!] = weights[i]!;
  }
  return sorted;
}

function leafPlace({ words, firstOf, treeIds }: TreeTable, treeId: number, nodeId: number): number {
  const at = (firstOf.get(treeId) ?? Number.NaN) + nodeId * NODE_WORDS;
  if (treeIds[at / NODE_WORDS] === treeId && words[at + BELOW] === 0) return at;
  throw new UnsupportedGraphError(`tree ${treeId} has no leaf ${nodeId}`);
}

/** Sorts weights by their leaves (a counting sort): the place of each, beginnings and ends written into the leaves. */
function placesByOwner(owners: Int32Array, { words }: TreeTable): Int32Array {
  for (const at of owners) words[at + ABOVE]!++;
  let end = 0;
  for (let at = 0; at < words.length; at += NODE_WORDS) {
    if (words[at + BELOW] !== 0) continue;
    words[at + SPLIT] = end;
    end += words[at + ABOVE]!;
    // Counted up again below, to the leaf's end.
    words[at + ABOVE] = words[at + SPLIT]!;
  }
  return owners.map((at) => words[at + ABOVE]!++);
}

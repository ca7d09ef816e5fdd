import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import { floatBelow } from "./float-below.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** The nodes of all trees behind one another. */
export interface TreeNodes {
  readonly count: number;
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  /** Index of the node for values up to the threshold; -1 in a leaf. */
  readonly whenBelow: Int32Array;
  readonly whenAbove: Int32Array;
  readonly missingBelow: Uint8Array;
  readonly indexOf: (treeId: number, nodeId: number) => number;
}

/** Reads the attributes `nodes_*`; `features` is the width of a row. */
export function readNodes(node: OnnxNode, features: number): TreeNodes {
  const feature = Int32Array.from(attribute(node, "nodes_featureids", "ints", []));
  const threshold = Float32Array.from(attribute(node, "nodes_values", "floats", []));
  const modes = attribute(node, "nodes_modes", "strings", []);
  const trueIds = attribute(node, "nodes_truenodeids", "ints", []);
  const falseIds = attribute(node, "nodes_falsenodeids", "ints", []);
  const treeIds = attribute(node, "nodes_treeids", "ints", []);
  const nodeIds = attribute(node, "nodes_nodeids", "ints", []);
  const count = modes.length;
  const missing = attribute(
    node,
    "nodes_missing_value_tracks_true",
    "ints",
    new Array<number>(count).fill(0),
  );
  for (const column of [feature, threshold, trueIds, falseIds, treeIds, nodeIds, missing]) {
    if (column.length !== count)
      throw new UnsupportedGraphError("the columns of the tree nodes differ in length");
  }
  const indexOf = nodeIndex(treeIds, nodeIds);
  const whenBelow = new Int32Array(count).fill(-1);
  const whenAbove = new Int32Array(count).fill(-1);
  for (let i = 0; i < count; i++) {
    const mode = modes[i]!;
    if (mode === "LEAF") continue;
    if (mode === "BRANCH_LT") threshold[i] = floatBelow(threshold[i]!);
    else if (mode !== "BRANCH_LEQ") throw new UnsupportedGraphError(`trees branch by ${mode}`);
    if (!(feature[i]! >= 0 && feature[i]! < features))
      throw new UnsupportedGraphError("trees read a feature that is not there");
    whenBelow[i] = indexOf(treeIds[i]!, trueIds[i]!);
    whenAbove[i] = indexOf(treeIds[i]!, falseIds[i]!);
  }
  return { count, feature, threshold, whenBelow, whenAbove, missingBelow: Uint8Array.from(missing), indexOf };
}

/** Finds nodes by the pair of identifiers that name them. */
function nodeIndex(treeIds: readonly number[], nodeIds: readonly number[]): TreeNodes["indexOf"] {
  const trees = new Map<number, Map<number, number>>();
  for (const [i, treeId] of treeIds.entries()) {
    const nodes = trees.get(treeId) ?? new Map<number, number>();
    trees.set(treeId, nodes.set(nodeIds[i]!, i));
  }
  return (treeId, nodeId) => {
    const index = trees.get(treeId)?.get(nodeId);
    if (index === undefined) throw new UnsupportedGraphError(`tree ${treeId} has no node ${nodeId}`);
    return index;
  };
}

/** The nodes that no node leads to. No node may be led to twice: so every walk from a root ends. */
export function findRoots({ count, whenBelow, whenAbove }: TreeNodes): Int32Array {
  const parents = new Uint8Array(count);
  for (const child of [...whenBelow, ...whenAbove]) {
    if (child >= 0 && ++parents[child]! > 1) throw new UnsupportedGraphError("a tree node has two parents");
  }
  return Int32Array.from(parents.keys()).filter((i) => parents[i] === 0);
}

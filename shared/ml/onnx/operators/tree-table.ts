import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import { floatBelow } from "./float-below.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** Words of a node in a `TreeTable`, counted from its place. */
export const NODE_WORDS = 4;
export const SPLIT = 1;
export const BELOW = 2;
export const ABOVE = 3;

/**
 * The nodes of all trees, four words each, so that a step down a tree touches one cache line:
 *   0      threshold, float32
 *   SPLIT  feature * 2, plus 1 where missing values go below; in a leaf, the place of its first weight
 *   BELOW  place of the node for values up to the threshold; 0 in a leaf, for no child is the first node
 *   ABOVE  place of the node for other values; in a leaf, the end of its weights
 */
export interface TreeTable {
  readonly words: Int32Array;
  /** The same memory. */
  readonly thresholds: Float32Array;
  /** Places of the roots, in the order in which the trees are summed. */
  readonly roots: Int32Array;
  /** Place of the first node of each tree, by tree id. */
  readonly firstOf: ReadonlyMap<number, number>;
  /** Tree id of each node. */
  readonly treeIds: readonly number[];
}

/** Reads the attributes `nodes_*` of a tree ensemble over rows of `features` numbers. */
export function readTrees(node: OnnxNode, features: number): TreeTable {
  const columns = readColumns(node);
  const { modes, treeIds, nodeIds } = columns;
  const words = new Int32Array(modes.length * NODE_WORDS);
  const thresholds = new Float32Array(words.buffer);
  const firstOf = new Map<number, number>();
  let first = 0;
  for (let i = 0; i < modes.length; i++) {
    if (i === 0 || treeIds[i] !== treeIds[i - 1]) {
      if (firstOf.has(treeIds[i]!)) throw new UnsupportedGraphError("the nodes of a tree are scattered");
      first = i;
      firstOf.set(treeIds[i]!, i * NODE_WORDS);
    }
    // Every known exporter numbers the nodes of a tree so.
    if (nodeIds[i] !== i - first) throw new UnsupportedGraphError("tree nodes are not numbered 0, 1, 2, ...");
    if (modes[i] !== "LEAF") writeBranch(columns, i, first, features, words, thresholds);
  }
  return { words, thresholds, roots: Int32Array.from(firstOf.values()), firstOf, treeIds };
}

type Columns = ReturnType<typeof readColumns>;

function readColumns(node: OnnxNode) {
  const modes = attribute(node, "nodes_modes", "strings", []);
  const columns = {
    modes,
    treeIds: attribute(node, "nodes_treeids", "ints", []),
    nodeIds: attribute(node, "nodes_nodeids", "ints", []),
    featureIds: attribute(node, "nodes_featureids", "ints", []),
    values: attribute(node, "nodes_values", "floats", []),
    trueIds: attribute(node, "nodes_truenodeids", "ints", []),
    falseIds: attribute(node, "nodes_falsenodeids", "ints", []),
    missingTracksTrue: attribute(
      node,
      "nodes_missing_value_tracks_true",
      "ints",
      new Array(modes.length).fill(0),
    ),
  };
  if (Object.values(columns).every((column) => column.length === modes.length)) return columns;
  throw new UnsupportedGraphError("the columns of the tree nodes differ in length");
}

function writeBranch(
  columns: Columns,
  i: number,
  first: number,
  features: number,
  words: Int32Array,
  thresholds: Float32Array,
): void {
  const mode = columns.modes[i]!;
  const feature = columns.featureIds[i]!;
  const below = first + columns.trueIds[i]!;
  const above = first + columns.falseIds[i]!;
  if (!(feature >= 0 && feature < features)) throw new UnsupportedGraphError("a tree reads no feature");
  // Children behind their parents: so every way down a tree ends.
  if (!(isChild(columns, i, below) && isChild(columns, i, above))) {
    throw new UnsupportedGraphError("a tree node has no children behind it");
  }
  if (mode !== "BRANCH_LEQ" && mode !== "BRANCH_LT")
    throw new UnsupportedGraphError(`trees branch by ${mode}`);
  const at = i * NODE_WORDS;
  thresholds[at] = mode === "BRANCH_LT" ? floatBelow(Math.fround(columns.values[i]!)) : columns.values[i]!;
  words[at + SPLIT] = feature * 2 + (columns.missingTracksTrue[i] === 1 ? 1 : 0);
  words[at + BELOW] = below * NODE_WORDS;
  words[at + ABOVE] = above * NODE_WORDS;
}

function isChild({ treeIds }: Columns, parent: number, child: number): boolean {
  return child > parent && treeIds[child] === treeIds[parent];
}

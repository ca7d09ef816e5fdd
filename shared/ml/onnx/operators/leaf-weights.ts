import type { OnnxNode } from "../graph.ts";
import { attribute } from "./attribute.ts";
import type { TreeNodes } from "./tree-nodes.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** What the leaves add: those of node i are `first[i]` to `first[i + 1]`. */
export interface LeafWeights {
  readonly first: Int32Array;
  readonly target: Int32Array;
  readonly weight: Float32Array;
}

/** Reads the attributes `target_*`. */
export function readLeafWeights(node: OnnxNode, nodes: TreeNodes, targets: number): LeafWeights {
  const treeIds = attribute(node, "target_treeids", "ints", []);
  const nodeIds = attribute(node, "target_nodeids", "ints", []);
  const targetIds = attribute(node, "target_ids", "ints", []);
  const weights = attribute(node, "target_weights", "floats", []);
  if (
    nodeIds.length !== treeIds.length ||
    targetIds.length !== treeIds.length ||
    weights.length !== treeIds.length
  ) {
    throw new UnsupportedGraphError("the columns of the leaves differ in length");
  }
  if (targetIds.some((id) => !(id >= 0 && id < targets)))
    throw new UnsupportedGraphError("a leaf has no target");
  const owner = Int32Array.from(treeIds, (treeId, i) => nodes.indexOf(treeId, nodeIds[i]!));
  const order = Int32Array.from(owner.keys()).sort((a, b) => owner[a]! - owner[b]! || a - b);
  const first = new Int32Array(nodes.count + 1);
  for (const index of owner) first[index + 1]!++;
  for (let i = 0; i < nodes.count; i++) first[i + 1]! += first[i]!;
  return {
    first,
    target: order.map((i) => targetIds[i]!),
    weight: Float32Array.from(order, (i) => weights[i]!),
  };
}

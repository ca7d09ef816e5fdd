import { CLASSES } from "../learner.ts";
import { ELEMENT_TYPE, type OnnxAttribute, type OnnxGraph, OPSETS } from "../onnx/graph.ts";
import type { Tree } from "./tree.ts";

/** The weight that a leaf adds to the class with this index. */
export interface LeafTarget {
  readonly target: number;
  readonly weight: number;
}

/** The values of a leaf of a tree (given by its index in the ensemble). */
export type LeafTargets = (tree: Tree, treeId: number, leaf: number) => readonly LeafTarget[];

/** Columns of the attributes `nodes_*` and `target_*` of a TreeEnsembleRegressor. */
class EnsembleColumns {
  readonly treeIds: number[] = [];
  readonly nodeIds: number[] = [];
  readonly featureIds: number[] = [];
  readonly modes: string[] = [];
  readonly values: number[] = [];
  readonly trueNodeIds: number[] = [];
  readonly falseNodeIds: number[] = [];
  readonly missingTracksTrue: number[] = [];
  readonly targetTreeIds: number[] = [];
  readonly targetNodeIds: number[] = [];
  readonly targetIds: number[] = [];
  readonly targetWeights: number[] = [];

  add(tree: Tree, treeId: number, targetsOf: LeafTargets): void {
    for (const [node, left] of tree.left.entries()) {
      const leaf = left === 0;
      this.treeIds.push(treeId);
      this.nodeIds.push(node);
      this.featureIds.push(tree.feature[node]!);
      this.modes.push(leaf ? "LEAF" : "BRANCH_LEQ");
      this.values.push(leaf ? 0 : tree.value[node]!);
      this.trueNodeIds.push(left);
      this.falseNodeIds.push(leaf ? 0 : left + 1);
      this.missingTracksTrue.push(tree.missingLeft[node]!);
      if (!leaf) continue;
      for (const { target, weight } of targetsOf(tree, treeId, node)) {
        this.targetTreeIds.push(treeId);
        this.targetNodeIds.push(node);
        this.targetIds.push(target);
        this.targetWeights.push(weight);
      }
    }
  }
}

const ints = (value: readonly number[]): OnnxAttribute => ({ kind: "ints", value });
const floats = (value: readonly number[]): OnnxAttribute => ({ kind: "floats", value });

/**
 * The ensemble as one TreeEnsembleRegressor from `features` float32[N, F] to `scores` float32[N, 3]: the sum of the base
 * and of what the leaves say. Missing values are NaN and need no imputation: each node says where they go.
 */
export function exportEnsemble(
  name: string,
  base: ArrayLike<number>,
  trees: readonly Tree[],
  featureNames: readonly string[],
  targetsOf: LeafTargets,
): OnnxGraph {
  const columns = new EnsembleColumns();
  for (const [i, tree] of trees.entries()) columns.add(tree, i, targetsOf);
  return {
    name,
    nodes: [
      {
        opType: "TreeEnsembleRegressor",
        domain: "ai.onnx.ml",
        inputs: ["features"],
        outputs: ["scores"],
        attributes: {
          n_targets: { kind: "int", value: CLASSES.length },
          aggregate_function: { kind: "string", value: "SUM" },
          post_transform: { kind: "string", value: "NONE" },
          base_values: floats(Array.from(base)),
          nodes_treeids: ints(columns.treeIds),
          nodes_nodeids: ints(columns.nodeIds),
          nodes_featureids: ints(columns.featureIds),
          nodes_modes: { kind: "strings", value: columns.modes },
          nodes_values: floats(columns.values),
          nodes_truenodeids: ints(columns.trueNodeIds),
          nodes_falsenodeids: ints(columns.falseNodeIds),
          nodes_missing_value_tracks_true: ints(columns.missingTracksTrue),
          target_treeids: ints(columns.targetTreeIds),
          target_nodeids: ints(columns.targetNodeIds),
          target_ids: ints(columns.targetIds),
          target_weights: floats(columns.targetWeights),
        },
      },
    ],
    inputs: [{ name: "features", elementType: ELEMENT_TYPE.float, shape: ["N", featureNames.length] }],
    outputs: [{ name: "scores", elementType: ELEMENT_TYPE.float, shape: ["N", CLASSES.length] }],
    initializers: [],
    opsets: OPSETS,
    metadata: {},
  };
}

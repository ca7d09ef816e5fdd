import { log } from "../../math/elementary.ts";
import { CLASSES } from "../learner.ts";
import { node, type OnnxGraph } from "../onnx/graph.ts";
import { type Serving, TABULAR_SCORING_ROWS } from "../serving.ts";
import { exportEnsemble } from "../trees/export-ensemble.ts";
import { leafOf } from "../trees/tree.ts";
import type { ForestState, ForestTree } from "./forest-state.ts";
import type { ForestParams } from "./params.ts";

/** Every class has half a tree's vote from the start, so that no probability is 0. */
const SMOOTHING = 0.5;

/** The logarithms of all trees' votes. */
export const forestServing: Serving<ForestParams, ForestState> = {
  scoringRows: () => TABULAR_SCORING_ROWS,

  scores(_params, { trees }, features, rows) {
    const votes = new Float64Array(rows * CLASSES.length).fill(SMOOTHING);
    for (const tree of trees) {
      for (let row = 0; row < rows; row++) {
        const at = CLASSES.length * tree.value[leafOf(tree, features, rows, row)]!;
        for (let k = 0; k < CLASSES.length; k++) votes[row * CLASSES.length + k]! += tree.shares[at + k]!;
      }
    }
    return votes.map(log);
  },

  export: (_params, { trees }, featureNames) => exportForest(trees, featureNames),
};

function exportForest(trees: readonly ForestTree[], featureNames: readonly string[]): OnnxGraph {
  const smoothing = CLASSES.map(() => SMOOTHING);
  const graph = exportEnsemble("forest", smoothing, trees, featureNames, (tree, treeId, leaf) => {
    const at = CLASSES.length * tree.value[leaf]!;
    return CLASSES.map((_, target) => ({ target, weight: trees[treeId]!.shares[at + target]! }));
  });
  const votes = graph.nodes.map((ensemble) => ({ ...ensemble, outputs: ["votes"] }));
  return { ...graph, nodes: [...votes, node("Log", ["votes"], "scores")] };
}

import { log } from "../../math/elementary.ts";
import { Random } from "../../math/random.ts";
import { CLASSES, type Learner } from "../learner.ts";
import { node, type OnnxGraph } from "../onnx/graph.ts";
import type { BinnedData } from "../trees/binned-data.ts";
import { binnedPreparation } from "../trees/binned-preparation.ts";
import { exportEnsemble } from "../trees/export-ensemble.ts";
import { leafOf } from "../trees/tree.ts";
import { TreeGrower } from "../trees/tree-grower.ts";
import { bootstrapSample } from "./bootstrap-sample.ts";
import { decodeState, encodeState, type ForestState, type ForestTree } from "./forest-state.ts";
import { GiniCriterion } from "./gini-criterion.ts";
import type { ClassCounts } from "./gini-split.ts";
import { type ForestParams, parseParams } from "./params.ts";

/** Every class has half a tree's vote from the start, so that no probability is 0. */
const SMOOTHING = 0.5;

/**
 * A random forest (Breiman 2001): trees on bootstrap samples drawn by the rows' weights, whose leaves vote with the shares
 * of the classes in them. Scores are logarithms of the votes: at temperature 1 their softmax is the mean of the trees'
 * probabilities, smoothed by half a tree a class. One step is one tree; validation rows are not looked at.
 */
export const forestLearner: Learner<ForestParams, BinnedData, ForestState> = {
  family: "forest",
  ...binnedPreparation,
  parseParams,
  start: (_data, _params, seed) => ({ trees: [], random: Random.seeded(seed).state() }),
  step: (data, params, state) => (progress(params, state) < 1 ? addTree(data, params, state) : state),
  progress,
  // All trees vote.
  epochs: ({ trees }) => ({ best: trees.length, last: trees.length }),
  encodeState,
  decodeState,

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

function progress({ trees }: ForestParams, state: ForestState): number {
  return state.trees.length / trees;
}

function addTree(data: BinnedData, params: ForestParams, state: ForestState): ForestState {
  const random = Random.resumed(state.random);
  const sample = bootstrapSample(data.weights.subarray(0, data.trainingRows), random);
  const grower = new TreeGrower<ClassCounts>(data, { ...params, growth: "depthwise" });
  const shares: number[] = [];
  const grown = grower.grow(new GiniCriterion(data, params, random), sample, (counts) => {
    const rows = counts[0] + counts[1] + counts[2];
    return shares.push(...counts.map((count) => count / rows)) / CLASSES.length - 1;
  });
  const { bin: _, ...tree } = grown;
  const added: ForestTree = { ...tree, shares: Float32Array.from(shares) };
  return { trees: [...state.trees, added], random: random.state() };
}

function exportForest(trees: readonly ForestTree[], featureNames: readonly string[]): OnnxGraph {
  const smoothing = CLASSES.map(() => SMOOTHING);
  const graph = exportEnsemble("forest", smoothing, trees, featureNames, (tree, treeId, leaf) => {
    const at = CLASSES.length * tree.value[leaf]!;
    return CLASSES.map((_, target) => ({ target, weight: trees[treeId]!.shares[at + target]! }));
  });
  const votes = graph.nodes.map((ensemble) => ({ ...ensemble, outputs: ["votes"] }));
  return { ...graph, nodes: [...votes, node("Log", ["votes"], "scores")] };
}
